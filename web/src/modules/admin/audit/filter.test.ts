import { describe, expect, it } from "vitest";
import { dayStart, filterOf, groupOf, kindGroups, queryOf, withoutFacts } from "./filter";

describe("the filter of the audit log", () => {
  it("takes days as whole days of this device", () => {
    const { from, to } = queryOf({ from: "2026-03-03", to: "2026-03-03" });
    expect(from).toBe(new Date(2026, 2, 3).getTime());
    expect(to).toBe(new Date(2026, 2, 4).getTime());
    expect(dayStart("2026-01-31", 1)).toBe(new Date(2026, 1, 1).getTime());
  });
  it("asks for a category by its prefix, and for an act by its name", () => {
    expect(queryOf({ group: "people.user" })).toEqual({ kind: "people.user." });
    expect(queryOf({ group: "people.user", kind: "people.user.left" })).toEqual({ kind: "people.user.left" });
  });
  it("counts the last days up to today", () => {
    const now = new Date(2026, 2, 3, 15, 30).getTime();
    expect(queryOf({ range: "1" }, now)).toEqual({ from: new Date(2026, 2, 3).getTime() });
    expect(queryOf({ range: "7", to: "2026-01-01" }, now)).toEqual({ from: new Date(2026, 1, 25).getTime() });
  });
  it("leaves out what it does not understand", () => {
    expect(filterOf({ from: "yesterday", actor: "7", page: "2" })).toEqual({ actor: "7" });
  });
});

describe("kinds", () => {
  it("are grouped by category", () => {
    const groups = kindGroups([
      { kind: "people.user.added", text: "添加了成员 {target}" },
      { kind: "people.user.left", text: "将 {target} 标记为离职" },
      { kind: "people.role.granted", text: "授予 {target} 角色：{role} {department}" },
    ]);
    expect(groups.map((group) => [group.id, group.kinds.length])).toEqual([
      ["people.user", 2],
      ["people.role", 1],
    ]);
    expect(groupOf("people.session.refused")).toBe("people.session");
  });
  it("read well without their facts", () => {
    expect(
      [
        "登录了",
        "将 {target} 标记为离职",
        "授予 {target} 角色：{role} {department}",
        "删除了部门“{target}”",
      ].map(withoutFacts),
    ).toEqual(["登录了", "将…标记为离职", "授予…角色", "删除了部门…"]);
    expect(withoutFacts("Moved the department “{target}”: {from} → {to}")).toBe("Moved the department…");
  });
});
