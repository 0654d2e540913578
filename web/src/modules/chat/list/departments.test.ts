import { describe, expect, it, vi } from "vitest";
import { card } from "@/test/people";
import { everyoneChosen, mostAtOnce } from "./departments";

/** A department of so many, told 200 at a time. */
function office(sizes: Record<string, number>) {
  return vi.fn(async (department: string, cursor: string | undefined) => {
    const from = Number(cursor ?? 0);
    const to = Math.min(from + 200, sizes[department] ?? 0);
    const items = Array.from({ length: to - from }, (_, index) =>
      card(`${department}-${from + index}`, "某"),
    );
    return { items, next: to < (sizes[department] ?? 0) ? String(to) : null };
  });
}

describe("everyone chosen for a group", () => {
  it("has each person once, from lists and departments", async () => {
    const ask = office({ a: 250, b: 3 });
    const people = [card("a-7", "某"), card("9", "单晓")];
    const everyone = await everyoneChosen(people, [{ id: "a" }, { id: "b" }], "1", ask);
    expect(everyone).toHaveLength(254);
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it("says when they are too many, and asks for no more than that takes", async () => {
    const ask = office({ a: 5000, b: 10 });
    expect(await everyoneChosen([], [{ id: "a" }, { id: "b" }], "1", ask)).toBeNull();
    expect(ask).toHaveBeenCalledTimes(6);
    const halves = office({ a: 600, b: 600 });
    expect(await everyoneChosen([], [{ id: "a" }, { id: "b" }], "1", halves)).toBeNull();
  });

  it("takes as many as the server does, besides oneself", async () => {
    const exactly = office({ a: mostAtOnce });
    expect(await everyoneChosen([], [{ id: "a" }], "1", exactly)).toHaveLength(mostAtOnce);
    const withMe = office({ a: mostAtOnce + 1 });
    expect(await everyoneChosen([], [{ id: "a" }], "a-5", withMe)).toHaveLength(mostAtOnce + 1);
    const oneMore = office({ a: mostAtOnce + 1 });
    expect(await everyoneChosen([], [{ id: "a" }], "1", oneMore)).toBeNull();
  });
});
