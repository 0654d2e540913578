import { describe, expect, it } from "vitest";
import { card } from "@/test/people";
import { deepByDefault } from "./state";
import { headsHere, reading, titleIn } from "./text";

describe("reading", () => {
  it("takes the first reading of each character", () => {
    expect(reading({ name: "单竞文", pinyin: "shan|dan|chan jing wen" })).toBe("shan jing wen");
  });
  it("says nothing under a name without Chinese characters", () => {
    expect(reading({ name: "Emma Wilson", pinyin: "emma wilson" })).toBe("");
  });
});

describe("a person in a department", () => {
  const person = card("1", "陈晓云", {
    title: "主任",
    departments: [
      { id: "1", name: "办公室", path: ["办公室"], title: "主任", head: true, primary: true },
      { id: "2", name: "信息中心", path: ["信息中心"], title: "顾问", head: false, primary: false },
    ],
  });
  it("has the title held there", () => {
    expect(titleIn(person, "2")).toBe("顾问");
    expect(titleIn(person, "9")).toBe("主任");
  });
  it("heads only what the membership says", () => {
    expect([headsHere(person, "1"), headsHere(person, "2"), headsHere(person, undefined)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe("deepByDefault", () => {
  it("looks below only where nobody stands at the level itself", () => {
    expect(deepByDefault({ direct_people: 0, children: 3 })).toBe(true);
    expect(deepByDefault({ direct_people: 2, children: 3 })).toBe(false);
    expect(deepByDefault({ direct_people: 0, children: 0 })).toBe(false);
  });
});
