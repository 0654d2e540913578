import type { Department } from "@/api/types";

/** The key of the place above all departments. */
const top = "";

/** The departments of an organisation, by id and by what they hang below, in the server's order. */
export interface DepartmentMap {
  byId: ReadonlyMap<string, Department>;
  below: ReadonlyMap<string, readonly Department[]>;
}

export function mapOf(items: readonly Department[]): DepartmentMap {
  const byId = new Map(items.map((item) => [item.id, item]));
  const below = new Map<string, Department[]>();
  for (const item of items) {
    const key = item.parent ?? top;
    const siblings = below.get(key);
    if (siblings) siblings.push(item);
    else below.set(key, [item]);
  }
  return { byId, below };
}

export function childrenOf(map: DepartmentMap, parent: string | null | undefined): readonly Department[] {
  return map.below.get(parent ?? top) ?? [];
}

/** Whether `id` is `ancestor` or hangs somewhere below it. */
export function isIn(map: DepartmentMap, id: string | null | undefined, ancestor: string): boolean {
  let at = id ?? undefined;
  while (at !== undefined) {
    if (at === ancestor) return true;
    at = map.byId.get(at)?.parent ?? undefined;
  }
  return false;
}

/** Where a department is to hang: below `parent` (null is the top), before `before` or at the end. */
export interface Place {
  parent: string | null;
  before?: string | undefined;
}

/** A move as the server takes it: before a sibling or, with null, behind all; `parent` only where it changes. */
export interface Step {
  id: string;
  parent?: string | null;
  before: string | null;
}

export type Refusal = "self" | "below" | "unknown";

/** The change that brings a department to a place; none when it stands there already. */
export function planMove(map: DepartmentMap, id: string, place: Place): Step | Refusal | undefined {
  const moved = map.byId.get(id);
  if (!moved) return "unknown";
  if (place.parent === id) return "self";
  if (place.parent !== null && isIn(map, place.parent, id)) return "below";
  const stays = (moved.parent ?? null) === place.parent;
  const siblings = childrenOf(map, place.parent);
  const others = siblings.filter((sibling) => sibling.id !== id);
  // What it was to stand before may be gone by now: then it goes to the end.
  const before = others.find((sibling) => sibling.id === place.before)?.id ?? null;
  if (stays && followerOf(siblings, id) === before) return undefined;
  return { id, ...(stays ? {} : { parent: place.parent }), before };
}

function followerOf(siblings: readonly Department[], id: string): string | null {
  return siblings[siblings.findIndex((sibling) => sibling.id === id) + 1]?.id ?? null;
}

/** Where a department stands, for an undo. */
export function placeOf(map: DepartmentMap, id: string): Place {
  const parent = map.byId.get(id)?.parent ?? null;
  return { parent, before: followerOf(childrenOf(map, parent), id) ?? undefined };
}

/** The list as it is once the steps are done, with orders as the server then gives them; counts of people are its own. */
export function withSteps(items: readonly Department[], steps: readonly Step[]): Department[] {
  return steps.reduce<Department[]>(withStep, [...items]);
}

function withStep(items: Department[], { id, parent: wanted, before }: Step): Department[] {
  const moved = items.find((item) => item.id === id);
  if (!moved) return items;
  const from = moved.parent ?? null;
  const parent = wanted === undefined ? from : wanted;
  const row = items.filter((item) => (item.parent ?? null) === parent && item.id !== id);
  const at = row.findIndex((sibling) => sibling.id === before);
  row.splice(at < 0 ? row.length : at, 0, moved);
  const orders = new Map(row.map((sibling, order) => [sibling.id, order]));
  const grown = (item: Department) =>
    parent === from ? 0 : Number(item.id === parent) - Number(item.id === from);
  return items
    .map((item) => ({
      ...item,
      ...(item.id === id ? { parent } : {}),
      order: orders.get(item.id) ?? item.order,
      children: item.children + grown(item),
    }))
    .sort((a, b) => a.order - b.order);
}

export type Nudge = "up" | "down" | "in" | "out";

/** Where the keyboard moves a department: beside a neighbour, into the one above it, or out beside its parent. */
export function nudge(map: DepartmentMap, id: string, way: Nudge): Place | undefined {
  const moved = map.byId.get(id);
  if (!moved) return undefined;
  const parent = moved.parent ?? null;
  const siblings = childrenOf(map, parent);
  const at = siblings.findIndex((sibling) => sibling.id === id);
  const above = siblings[at - 1];
  if (way === "up") return above && { parent, before: above.id };
  if (way === "down") return at + 1 < siblings.length ? { parent, before: siblings[at + 2]?.id } : undefined;
  if (way === "in") return above && { parent: above.id };
  if (parent === null) return undefined;
  const outer = map.byId.get(parent)?.parent ?? null;
  const uncles = childrenOf(map, outer);
  return { parent: outer, before: uncles[uncles.findIndex((uncle) => uncle.id === parent) + 1]?.id };
}

export type Zone = "before" | "inside" | "after";

/** Which part of a row the pointer is over: the edges mean beside it, the middle means into it. */
export function zoneAt(y: number, height: number): Zone {
  if (y < height * 0.28) return "before";
  if (y > height * 0.72) return "after";
  return "inside";
}

/** The place that a drop on a row means. Below an open branch "after" is before its first child, where the line is drawn. */
export function dropPlace(
  map: DepartmentMap,
  target: string,
  zone: Zone,
  isOpen: boolean,
): Place | undefined {
  const row = map.byId.get(target);
  if (!row) return undefined;
  const parent = row.parent ?? null;
  if (zone === "inside") return { parent: target };
  if (zone === "before") return { parent, before: target };
  const first = childrenOf(map, target)[0];
  if (isOpen && first) return { parent: target, before: first.id };
  const siblings = childrenOf(map, parent);
  return { parent, before: siblings[siblings.findIndex((sibling) => sibling.id === target) + 1]?.id };
}

/** Why a department cannot be removed yet; undefined when it can. */
export function heldBy(
  department: Pick<Department, "people" | "children">,
): "people" | "children" | undefined {
  if (department.children > 0) return "children";
  return department.people > 0 ? "people" : undefined;
}

/** Departments whose name holds the text, in the order of the tree. */
export function matching(items: readonly Department[], text: string): readonly Department[] {
  const wanted = text.trim().toLowerCase();
  return wanted === "" ? [] : items.filter((item) => item.name.toLowerCase().includes(wanted));
}
