import type { Attribute } from "@/api/types";

type Placed = Pick<Attribute, "id" | "order">;

/** The order that puts a new field behind all others. */
export function nextOrder(all: readonly Placed[]): number {
  return all.reduce((most, field) => Math.max(most, field.order), -1) + 1;
}

/** The changes that exchange two fields; all are numbered again where some share an order. */
export function swapOrders(all: readonly Placed[], a: string, b: string): Placed[] {
  const wanted = all.map((field) => {
    const id = field.id === a ? b : field.id === b ? a : field.id;
    return id;
  });
  const isDistinct = new Set(all.map((field) => field.order)).size === all.length;
  const before = new Map(all.map((field) => [field.id, field.order]));
  return wanted
    .map((id, index) => ({ id, order: isDistinct ? (all[index]?.order ?? index) : index }))
    .filter(({ id, order }) => before.get(id) !== order);
}
