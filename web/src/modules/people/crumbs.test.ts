import { describe, expect, it } from "vitest";
import { crumbsOf } from "./crumbs";

const path = (...names: string[]) => ({
  path: names.map((name, index) => ({ id: String(index + 1), name })),
});
const names = (...from: Parameters<typeof crumbsOf>) => crumbsOf(...from).map(({ name }) => name);

describe("the way down to a department", () => {
  const center = path("望川市", "数字望川中心");

  it("begins at the organisation", () => {
    expect(crumbsOf(path("办公室", "秘书科"), "望川市", [{}, {}])).toEqual([
      { href: "/people", name: "望川市" },
      { href: "/people/dept/1", name: "办公室" },
    ]);
    expect(names(path("办公室", "秘书科"), "望川市", [{}])).toEqual(["望川市", "办公室"]);
  });
  it("says a name once where the only topmost department is called like the organisation", () => {
    expect(names(center, "望川市", [{}])).toEqual(["望川市"]);
    expect(crumbsOf(center, "望川市", [{}])[0]?.href).toBe("/people/dept/1");
    expect(names(center, "望川市", undefined)).toEqual(["望川市"]);
  });
  it("keeps the way to the other topmost departments", () => {
    expect(names(center, "望川市", [{}, {}])).toEqual(["望川市", "望川市"]);
  });
});
