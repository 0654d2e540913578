import { describe, expect, it } from "vitest";
import {
  counts,
  effects,
  isWaiting,
  leavers,
  mappingFaults,
  mappingOf,
  percent,
  shownTab,
  tabsOf,
  verdict,
} from "./summary";

const none = { added: 0, moved: 0, changed: 0, leaving: 0, unchanged: 0, bad: 0 };
const summary = { added: 12, moved: 3, changed: 5, leaving: 2, unchanged: 40, bad: 1 };

describe("the summary of an import", () => {
  it("counts what the directory would change", () => {
    expect(effects(summary, true)).toBe(22);
    expect(effects(summary, false)).toBe(20);
    expect(effects({ unchanged: 60 }, true)).toBe(0);
    expect(counts({ added: 1 }).bad).toBe(0);
  });
  it("shows what is wrong first and leaves out what is empty", () => {
    const of = (part: object) => ({ summary: part, include_leaving: true });
    expect(tabsOf(of(summary))[0]).toBe("bad");
    expect(tabsOf(of({ added: 2, unchanged: 1 }))).toEqual(["added", "unchanged"]);
    expect(shownTab(of(summary), "moved")).toBe("moved");
    expect(shownTab(of({ added: 2 }), "moved")).toBe("added");
    expect(shownTab(of({}), "moved")).toBeUndefined();
  });
  it("says nothing of people who are not in the table while nobody dismisses them", () => {
    const kept = { summary: { added: 2, leaving: 60 }, include_leaving: false };
    expect(tabsOf(kept)).toEqual(["added"]);
    expect(shownTab(kept, "leaving")).toBe("added");
    expect(leavers(kept)).toBe(0);
    const dismissed = { ...kept, include_leaving: true };
    expect(tabsOf(dismissed)).toEqual(["added", "leaving"]);
    expect(leavers(dismissed)).toBe(60);
  });
  it("says why an import cannot be applied", () => {
    const some = (part: object, include_leaving: boolean) =>
      verdict({ summary: { ...none, ...part }, include_leaving });
    expect(some(summary, true)).toBe("apply");
    expect(some({ leaving: 2 }, false)).toBe("nothing");
    expect(some({ leaving: 2 }, true)).toBe("apply");
    expect(some({ bad: 2, unchanged: 3 }, true)).toBe("onlyBad");
    const problem = { code: "people.import_no_name_column", message: "" };
    expect(verdict({ summary: none, include_leaving: false, problem })).toBe("unusable");
    expect(verdict({ summary: { ...none, unchanged: 4 }, include_leaving: false, problem })).toBe("nothing");
  });
  it("lets an import that could not be applied be tried again", () => {
    expect(isWaiting({ state: "failed", summary })).toBe(true);
    expect(isWaiting({ state: "failed", summary: none })).toBe(false);
    expect(isWaiting({ state: "done", summary })).toBe(false);
  });
  it("knows no percentage while the length is unknown", () => {
    expect([
      percent({ done: 0, total: 0 }),
      percent({ done: 1, total: 3 }),
      percent({ done: 9, total: 3 }),
    ]).toEqual([undefined, 33, 100]);
  });
});

describe("the mapping of columns", () => {
  const column = (name: string) => ({ name, samples: [] });
  it("follows the table and leaves nothing out", () => {
    const columns = [column("备注"), column("姓名")];
    expect(Object.entries(mappingOf({ columns, mapping: { 姓名: "name" } }))).toEqual([
      ["备注", ""],
      ["姓名", "name"],
    ]);
  });
  it("fills no field from two columns", () => {
    const faults = mappingFaults({
      姓名: "name",
      手机: "mobile",
      座机: "office_phone",
      邮箱: "email",
      Email: "email",
    });
    expect([...faults.claimed]).toEqual(["email"]);
    expect(faults.lacksPerson).toBe(false);
  });
  it("needs to know whom a row is about: by name or by number", () => {
    expect(mappingFaults({ 工号: "employee_no", 邮箱: "email" }).lacksPerson).toBe(false);
    expect(mappingFaults({ 手机: "mobile", 邮箱: "email" }).lacksPerson).toBe(true);
  });
  it("tells what is not used", () => {
    expect(mappingFaults({ 姓名: "name", 备注: "", 序号: "" }).unused).toEqual(["备注", "序号"]);
  });
});
