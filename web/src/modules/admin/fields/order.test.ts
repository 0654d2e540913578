import { describe, expect, it } from "vitest";
import { nextOrder, swapOrders } from "./order";

describe("the order of fields", () => {
  it("puts a new one last", () => {
    expect(nextOrder([])).toBe(0);
    expect(nextOrder([{ id: "a", order: 4 }])).toBe(5);
  });
  it("exchanges two with two changes", () => {
    const all = [
      { id: "a", order: 1 },
      { id: "b", order: 5 },
      { id: "c", order: 9 },
    ];
    expect(swapOrders(all, "b", "c")).toEqual([
      { id: "c", order: 5 },
      { id: "b", order: 9 },
    ]);
  });
  it("numbers again where all have the same", () => {
    const all = ["a", "b", "c"].map((id) => ({ id, order: 0 }));
    expect(swapOrders(all, "a", "b")).toEqual([
      { id: "a", order: 1 },
      { id: "c", order: 2 },
    ]);
  });
});
