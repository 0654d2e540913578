import { describe, expect, it } from "vitest";
import { plainSnippet } from "./snippet";

const shown = (text: string, word: string) => {
  const start = text.indexOf(word);
  const { text: plain, ranges } = plainSnippet({ text, ranges: [[start, start + word.length]] });
  return [plain, ...ranges.map(([from, to]) => plain.slice(from, to))];
};

describe("a passage of a search result", () => {
  it("leaves plain words as they are", () => {
    expect(shown("明天开会，请准时", "开会")).toEqual(["明天开会，请准时", "开会"]);
  });
  it("loses the marks around words and keeps what was found", () => {
    expect(shown("要求 **今天 12 点前**报数", "12 点")).toEqual(["要求 今天 12 点前报数", "12 点"]);
    expect(shown("运行 `xtask up` 即可", "up")).toEqual(["运行 xtask up 即可", "up"]);
    expect(shown("**重点**工作", "重点")).toEqual(["重点工作", "重点"]);
  });
  it("reads a table as words", () => {
    expect(shown("结果：\n| 项目 | 目标 |\n| --- | :---: |\n| 设备 | 24 |", "24")).toEqual([
      "结果： 项目 目标 设备 24",
      "24",
    ]);
  });
  it("makes one line of a list and of headings", () => {
    expect(shown("# 议程\n- 汇报\n- 讨论", "讨论")).toEqual(["议程 汇报 讨论", "讨论"]);
  });
  it("takes the boxes off a list of things to do", () => {
    expect(shown("上线检查： - [x] 修复 - [ ] 备份", "备份")).toEqual(["上线检查： 修复 备份", "备份"]);
  });
  it("finds nothing where only marks were found", () => {
    expect(plainSnippet({ text: "**重点**", ranges: [[0, 2]] })).toEqual({ text: "重点", ranges: [] });
  });
});
