import { expect, it } from "vitest";
import { parseSearch, stringifySearch } from "./nav";

it("keeps long ids exact", () => {
  const search = { seq: "9007199254740993", q: "一 & 二" };
  expect(parseSearch(stringifySearch(search))).toEqual(search);
});

it("leaves out what has no value", () => {
  expect(stringifySearch({ a: undefined, b: "" })).toBe("");
  expect(stringifySearch({ a: undefined, b: "1" })).toBe("?b=1");
});
