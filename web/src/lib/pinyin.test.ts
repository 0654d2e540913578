import { describe, expect, it } from "vitest";
import { matchName } from "./pinyin";

const name = "刘竞文";
const pinyin = "liu jing wen";

describe("matchName", () => {
  const found: [query: string, ranges: [number, number][]][] = [
    ["刘", [[0, 1]]],
    ["竞文", [[1, 3]]],
    ["ljw", [[0, 3]]],
    ["LJW", [[0, 3]]],
    ["liujingwen", [[0, 3]]],
    ["liu jing wen", [[0, 3]]],
    ["liujw", [[0, 3]]],
    ["ljingw", [[0, 3]]],
    ["jw", [[1, 3]]],
    ["jingwe", [[1, 3]]],
    ["l", [[0, 1]]],
    ["liuj", [[0, 2]]],
    ["刘jw", [[0, 3]]],
    ["l竞w", [[0, 3]]],
  ];
  it.each(found)("%s is found", (query, ranges) => {
    expect(matchName(query, name, pinyin)).toEqual(ranges);
  });

  it.each(["x", "lw", "ljwx", "iu", "jingl", "竞刘"])("%s is not found", (query) => {
    expect(matchName(query, name, pinyin)).toBeNull();
  });

  it("knows every reading of a character", () => {
    for (const query of ["shanxh", "danxh", "chanx", "sx", "dx", "cx", "shx"]) {
      expect(matchName(query, "单晓红", "dan|shan|chan xiao hong"), query).not.toBeNull();
    }
    expect(matchName("zx", "曾晓", "ceng|zeng xiao")).toEqual([[0, 2]]);
  });

  it("takes zh, ch and sh as initials", () => {
    expect(matchName("zhm", "张敏", "zhang min")).toEqual([[0, 2]]);
    expect(matchName("zm", "张敏", "zhang min")).toEqual([[0, 2]]);
    expect(matchName("zam", "张敏", "zhang min")).toBeNull();
  });

  it("finds Latin names by word and by initials", () => {
    expect(matchName("wil", "Emma Wilson", "emma wilson")).toEqual([[5, 8]]);
    expect(matchName("ew", "Emma Wilson", "emma wilson")).toEqual([[0, 11]]);
    expect(matchName("emmaw", "Emma Wilson", "emma wilson")).toEqual([[0, 11]]);
  });

  it("counts in UTF-16 units after a character outside the basic plane", () => {
    expect(matchName("w", "𠮷文", "ji wen")).toEqual([[2, 3]]);
  });

  it("works without pinyin", () => {
    expect(matchName("打开", "打开设置", "")).toEqual([[0, 2]]);
    expect(matchName("x", "", "")).toBeNull();
    expect(matchName("  ", name, pinyin)).toEqual([]);
  });
});
