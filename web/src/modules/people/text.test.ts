import { describe, expect, it } from "vitest";
import { card } from "@/test/people";
import { deepByDefault } from "./state";
import { dialText, headsHere, phoneText, reading, titleIn } from "./text";

describe("reading", () => {
  it("takes the first reading of each character", () => {
    expect(reading({ name: "单竞文", pinyin: "shan|dan|chan jing wen" })).toBe("shan jing wen");
  });
  it("says nothing under a name without Chinese characters", () => {
    expect(reading({ name: "Emma Wilson", pinyin: "emma wilson" })).toBe("");
  });
});

describe("phone numbers", () => {
  it("are grouped as they are read", () => {
    expect(phoneText("13805711000")).toBe("138 0571 1000");
    expect(phoneText("+8613805711000")).toBe("+86 138 0571 1000");
    expect(phoneText("05785121234-8012")).toBe("05785121234-8012");
  });
  it("dial an extension after a pause", () => {
    expect(dialText("05785121234-8012")).toBe("05785121234,8012");
    expect(dialText("+44 20 7946 0018")).toBe("+442079460018");
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
