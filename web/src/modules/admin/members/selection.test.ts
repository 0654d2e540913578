import { describe, expect, it } from "vitest";
import { card } from "@/test/people";
import { filterOf, isFiltered } from "./filter";
import { planBulk, usefulActions } from "./selection";

const me = card("1", "陈晓云");
const people = [
  me,
  card("2", "林晓"),
  card("3", "周乐", { state: "invited" }),
  card("4", "单行健", { state: "suspended" }),
  card("5", "柳春生", { state: "left" }),
];
const due = (action: Parameters<typeof planBulk>[0]) =>
  planBulk(action, people, "1").due.map((person) => person.id);

describe("bulk actions", () => {
  it("are for those whose state allows them", () => {
    expect(due("invite")).toEqual(["3"]);
    expect(due("suspend")).toEqual(["2", "3"]);
    expect(due("reactivate")).toEqual(["4", "5"]);
    expect(due("leave")).toEqual(["2", "3", "4"]);
  });
  it("leave oneself out, except for a move", () => {
    expect(planBulk("suspend", people, "1")).toMatchObject({ skipsSelf: true, skipped: 2 });
    expect(due("move")).toEqual(["1", "2", "3", "4"]);
  });
  it("are offered only where they do something", () => {
    expect(usefulActions([me], "1")).toEqual(["move"]);
    expect(usefulActions([card("5", "柳春生", { state: "left" })], "1")).toEqual(["reactivate"]);
    expect(usefulActions([], "1")).toEqual([]);
  });
});

describe("the filter", () => {
  it("reads the address and forgives what it does not know", () => {
    expect(filterOf({ q: " lx ", state: "asleep", department: "7" }, undefined)).toEqual({
      q: "lx",
      state: undefined,
      department: "7",
    });
  });
  it("stays within what one administers when nothing is chosen", () => {
    const filter = filterOf({}, "9");
    expect(filter.department).toBe("9");
    expect(isFiltered(filter, "9")).toBe(false);
    expect(isFiltered(filterOf({ state: "left" }, "9"), "9")).toBe(true);
  });
});
