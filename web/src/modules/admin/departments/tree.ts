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

/** One change to write. */
export interface Step {
  id: string;
  parent?: string | null;
  order?: number;
}

export type Refusal = "self" | "below" | "unknown";

/** Room that is left between departments when all of them are numbered again, for later moves in between. */
const gap = 1024;

/**
 * The changes that bring a department to a place: one when there is room between the orders of its new neighbours,
 * otherwise all siblings are numbered again. None when it stands there already.
 */
export function planMove(map: DepartmentMap, id: string, place: Place): readonly Step[] | Refusal {
  const moved = map.byId.get(id);
  if (!moved) return "unknown";
  if (place.parent === id) return "self";
  if (place.parent !== null && isIn(map, place.parent, id)) return "below";
  const stays = (moved.parent ?? null) === place.parent;
  const siblings = childrenOf(map, place.parent);
  const others = siblings.filter((sibling) => sibling.id !== id);
  const found = place.before === undefined ? -1 : others.findIndex((sibling) => sibling.id === place.before);
  const at = found < 0 ? others.length : found;
  if (stays && siblings.findIndex((sibling) => sibling.id === id) === at) return [];
  const parent = stays ? {} : { parent: place.parent };

  const order = orderBetween(others[at - 1]?.order, others[at]?.order);
  if (order !== undefined) return [{ id, ...parent, order }];

  const wanted = [...others.slice(0, at), moved, ...others.slice(at)];
  const renumbered = wanted.map((sibling, index) => ({ id: sibling.id, order: (index + 1) * gap }));
  const own = renumbered.filter((step) => step.id === id).map((step) => ({ ...step, ...parent }));
  const rest = renumbered.filter((step) => step.id !== id && map.byId.get(step.id)?.order !== step.order);
  return [...own, ...rest];
}

/** An order strictly between two; undefined when there is no room. */
function orderBetween(before: number | undefined, after: number | undefined): number | undefined {
  if (before === undefined && after === undefined) return 0;
  if (before === undefined) return (after as number) - gap;
  if (after === undefined) return before + gap;
  const middle = Math.floor((before + after) / 2);
  return middle > before && middle < after ? middle : undefined;
}

/** The changes that put a department back to where `map` has it, for an undo. */
export function planBack(map: DepartmentMap, steps: readonly Step[]): readonly Step[] {
  return steps.flatMap((step) => {
    const before = map.byId.get(step.id);
    if (!before) return [];
    return [
      {
        id: step.id,
        ...(step.parent === undefined ? {} : { parent: before.parent ?? null }),
        order: before.order,
      },
    ];
  });
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
