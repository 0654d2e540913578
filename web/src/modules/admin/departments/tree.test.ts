import { describe, expect, it } from "vitest";
import type { Department } from "@/api/types";
import { dropPlace, heldBy, isIn, mapOf, matching, nudge, planBack, planMove, zoneAt } from "./tree";

/** `a:10 b:20/a` — id, order, parent. */
function tree(text: string) {
  const items = text.split(" ").map((part): Department => {
    const [own = "", parent = null] = part.split("/");
    const [id = "", order = "0"] = own.split(":");
    return { id, name: id, parent, order: Number(order), path: [], people: 0, direct_people: 0, children: 0 };
  });
  return mapOf(items);
}

const sample = tree("a:1 b:2 c:3 a1:10/a a2:20/a b1:5/b");

describe("planMove", () => {
  it("needs one change where there is room", () => {
    expect(planMove(sample, "b1", { parent: "a", before: "a2" })).toEqual([
      { id: "b1", parent: "a", order: 15 },
    ]);
  });
  it("goes to the end, to the start and into an empty department", () => {
    expect(planMove(sample, "a1", { parent: "a" })).toEqual([{ id: "a1", order: 1044 }]);
    expect(planMove(sample, "a2", { parent: "a", before: "a1" })).toEqual([{ id: "a2", order: -1014 }]);
    expect(planMove(sample, "a1", { parent: "c" })).toEqual([{ id: "a1", parent: "c", order: 0 }]);
  });
  it("numbers the siblings again where there is none, the moved one first", () => {
    expect(planMove(sample, "c", { parent: null, before: "b" })).toEqual([
      { id: "c", order: 2048 },
      { id: "a", order: 1024 },
      { id: "b", order: 3072 },
    ]);
  });
  it("numbers again where siblings share an order", () => {
    const steps = planMove(tree("a:0 b:0 c:0"), "c", { parent: null, before: "b" });
    expect(steps).toEqual([
      { id: "c", order: 2048 },
      { id: "a", order: 1024 },
      { id: "b", order: 3072 },
    ]);
  });
  it("changes nothing where it stands already", () => {
    expect(planMove(sample, "b", { parent: null, before: "c" })).toEqual([]);
    expect(planMove(sample, "c", { parent: null })).toEqual([]);
  });
  it("refuses circles", () => {
    expect(planMove(sample, "a", { parent: "a1" })).toBe("below");
    expect(planMove(sample, "a", { parent: "a" })).toBe("self");
    expect(planMove(sample, "x", { parent: null })).toBe("unknown");
  });
  it("moves to the top", () => {
    expect(planMove(sample, "a1", { parent: null })).toEqual([{ id: "a1", parent: null, order: 1027 }]);
  });
});

describe("planBack", () => {
  it("restores order, and the parent where it changed", () => {
    const there = planMove(sample, "b1", { parent: "a", before: "a2" });
    expect(planBack(sample, there as never)).toEqual([{ id: "b1", parent: "b", order: 5 }]);
  });
});

describe("nudge", () => {
  it("swaps with neighbours and stops at the ends", () => {
    expect(nudge(sample, "b", "up")).toEqual({ parent: null, before: "a" });
    expect(nudge(sample, "a", "up")).toBeUndefined();
    expect(nudge(sample, "b", "down")).toEqual({ parent: null, before: undefined });
    expect(nudge(sample, "a", "down")).toEqual({ parent: null, before: "c" });
    expect(nudge(sample, "c", "down")).toBeUndefined();
  });
  it("goes into the one above and out beside the parent", () => {
    expect(nudge(sample, "b", "in")).toEqual({ parent: "a" });
    expect(nudge(sample, "a", "in")).toBeUndefined();
    expect(nudge(sample, "a1", "out")).toEqual({ parent: null, before: "b" });
    expect(nudge(sample, "b", "out")).toBeUndefined();
  });
});

describe("drops", () => {
  it("mean beside at the edges and into in the middle", () => {
    expect([2, 18, 34].map((y) => zoneAt(y, 36))).toEqual(["before", "inside", "after"]);
  });
  it("land where the line is drawn", () => {
    expect(dropPlace(sample, "a", "inside", false)).toEqual({ parent: "a" });
    expect(dropPlace(sample, "a", "before", false)).toEqual({ parent: null, before: "a" });
    expect(dropPlace(sample, "a", "after", false)).toEqual({ parent: null, before: "b" });
    expect(dropPlace(sample, "a", "after", true)).toEqual({ parent: "a", before: "a1" });
    expect(dropPlace(sample, "c", "after", false)).toEqual({ parent: null, before: undefined });
  });
});

describe("the rest", () => {
  it("knows what lies within what", () => {
    expect([isIn(sample, "a1", "a"), isIn(sample, "a1", "b"), isIn(sample, null, "a")]).toEqual([
      true,
      false,
      false,
    ]);
  });
  it("says what keeps a department from being removed", () => {
    expect(heldBy({ people: 3, children: 1 })).toBe("children");
    expect(heldBy({ people: 3, children: 0 })).toBe("people");
    expect(heldBy({ people: 0, children: 0 })).toBeUndefined();
  });
  it("finds by part of the name", () => {
    expect(matching([...sample.byId.values()], "A1").map((item) => item.id)).toEqual(["a1"]);
    expect(matching([...sample.byId.values()], " ")).toEqual([]);
  });
});
