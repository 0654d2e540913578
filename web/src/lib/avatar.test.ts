import { expect, it } from "vitest";
import { initials, nameColour } from "./avatar";

it.each([
  ["刘竞文", "竞文"],
  ["赵敏", "赵敏"],
  ["林", "林"],
  ["平台研发 · 值班", "值班"],
  ["Emma Wilson", "EW"],
  ["emma", "Em"],
  ["", "?"],
  ["Kevin 张三丰", "三丰"],
])("%s → %s", (name, letters) => {
  expect(initials(name)).toBe(letters);
});

it("gives a name one colour", () => {
  expect(nameColour("刘竞文")).toBe(nameColour("刘竞文"));
  expect(
    new Set(["刘竞文", "陈晓云", "王思远", "周晓彤", "赵敏", "Emma"].map(nameColour)).size,
  ).toBeGreaterThan(2);
});
