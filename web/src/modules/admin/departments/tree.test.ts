import { describe, expect, it } from "vitest";
import type { Department } from "@/api/types";
import {
  childrenOf,
  dropPlace,
  heldBy,
  isIn,
  mapOf,
  matching,
  nudge,
  placeOf,
  planMove,
  withSteps,
  zoneAt,
} from "./tree";

/** `a:10 b:20/a` — id, order, parent. */
function tree(text: string) {
  const items = text.split(" ").map((part): Department => {
    const [own = "", parent = null] = part.split("/");
    const [id = "", order = "0"] = own.split(":");
    const children = text.split(" ").filter((other) => other.endsWith(`/${id}`)).length;
    return { id, name: id, parent, order: Number(order), path: [], people: 0, direct_people: 0, children };
  });
  return mapOf(items);
}

const sample = tree("a:1 b:2 c:3 a1:10/a a2:20/a b1:5/b");

describe("planMove", () => {
  it("is one change: before what, and below what where that changes", () => {
    expect(planMove(sample, "b1", { parent: "a", before: "a2" })).toEqual({
      id: "b1",
      parent: "a",
      before: "a2",
    });
    expect(planMove(sample, "c", { parent: null, before: "b" })).toEqual({ id: "c", before: "b" });
  });
  it("goes to the end, into an empty department and to the top", () => {
    expect(planMove(sample, "a1", { parent: "a" })).toEqual({ id: "a1", before: null });
    expect(planMove(sample, "a1", { parent: "c" })).toEqual({ id: "a1", parent: "c", before: null });
    expect(planMove(sample, "a1", { parent: null })).toEqual({ id: "a1", parent: null, before: null });
  });
  it("goes to the end where what it was to stand before is gone", () => {
    expect(planMove(sample, "a", { parent: null, before: "x" })).toEqual({ id: "a", before: null });
  });
  it("changes nothing where it stands already", () => {
    expect(planMove(sample, "b", { parent: null, before: "c" })).toBeUndefined();
    expect(planMove(sample, "c", { parent: null })).toBeUndefined();
  });
  it("refuses circles", () => {
    expect(planMove(sample, "a", { parent: "a1" })).toBe("below");
    expect(planMove(sample, "a", { parent: "a" })).toBe("self");
    expect(planMove(sample, "x", { parent: null })).toBe("unknown");
  });
});

describe("placeOf", () => {
  it("is where an undo leads", () => {
    expect(placeOf(sample, "b1")).toEqual({ parent: "b", before: undefined });
    expect(placeOf(sample, "a")).toEqual({ parent: null, before: "b" });
  });
});

describe("withSteps", () => {
  const done = (...steps: Parameters<typeof withSteps>[1]) => mapOf(withSteps(items, steps));
  const below = (map: ReturnType<typeof mapOf>, parent: string | null) =>
    childrenOf(map, parent).map((item) => item.id);
  const items = [...sample.byId.values()];

  it("shows where a department will stand, and numbers its siblings", () => {
    const map = done({ id: "c", before: "a" });
    expect(below(map, null)).toEqual(["c", "a", "b"]);
    expect(childrenOf(map, null).map((item) => item.order)).toEqual([0, 1, 2]);
  });
  it("counts what is below the old and the new parent", () => {
    const map = done({ id: "b1", parent: "a", before: "a2" });
    expect(below(map, "a")).toEqual(["a1", "b1", "a2"]);
    expect(["a", "b"].map((id) => map.byId.get(id)?.children)).toEqual([3, 0]);
  });
  it("does one after the other", () => {
    expect(below(done({ id: "a", before: "c" }, { id: "a", before: null }), null)).toEqual(["b", "c", "a"]);
  });
  it("changes nothing when the list has it already", () => {
    const step = { id: "b1", parent: "a", before: "a2" };
    expect(done(step, step)).toEqual(done(step));
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
