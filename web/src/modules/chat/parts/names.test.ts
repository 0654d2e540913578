import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cardKey } from "@/api/people";
import { queries } from "@/api/query";
import type { StoredFile } from "@/api/types";
import { setLocale } from "@/i18n";
import { card } from "@/test/people";
import { quoteOf } from "../composer/useDraft";
import { words } from "../i18n";
import { message } from "../model/fixtures";
import { plainLine } from "../model/markdown/block";
import { lineNow, nameNow } from "./names";

beforeEach(() => queries.setQueryData(cardKey("7"), card("7", "单晓")));
afterEach(() => setLocale("zh-CN"));

describe("files in a line", () => {
  const files = ["a.png", "b.txt", "c.txt", "d.txt"].map(
    (name) => ({ id: name, name, kind: name.endsWith("png") ? "image" : "file" }) as StoredFile,
  );

  it.each([
    ["zh-CN", "[文件] b.txt", "[文件] b.txt 等 4 个"],
    ["en", "[File] b.txt", "[File] b.txt and 3 more"],
  ] as const)("says how many there are in %s", async (locale, one, four) => {
    await setLocale(locale);
    expect(lineNow(message(1, { text: "", files: files.slice(1, 2) }), "1", nameNow)).toBe(one);
    expect(lineNow(message(1, { text: "", files }), "1", nameNow)).toBe(four);
  });
});

describe("names in a list", () => {
  it.each([
    ["zh-CN", ["张三、李四", "张三、李四等 5 人", "3 人"]],
    ["en", ["张三 and 李四", "张三, 李四 and 3 others", "3 people"]],
  ] as const)("are joined in %s, and say how many there are before any is known", async (locale, said) => {
    await setLocale(locale);
    const { names } = words().note;
    expect([names(["张三", "李四"], 2), names(["张三", "李四"], 5), names([], 3)]).toEqual(said);
  });
});

describe("names in a line", () => {
  it.each([
    ["zh-CN", "@所有人 和 @单晓 周知"],
    ["en", "@everyone 和 @单晓 周知"],
  ] as const)("names everyone and people in %s, in messages and quotes", async (locale, expected) => {
    await setLocale(locale);
    const text = "**<@all>** 和 <@7> 周知";
    expect(plainLine(text, nameNow)).toBe(expected);
    expect(lineNow(message(1, { text }), "1", nameNow)).toBe(expected);
    expect(quoteOf(message(1, { text })).text).toBe(expected);
  });
});
