import { describe, expect, it } from "vitest";
import type { Block, Inline } from "./ast";
import { parse, plainLine } from "./block";
import { parseInline } from "./inline";
import { safeHref } from "./links";

/** The tree in short: `*b*` for strong and so on, so that a test reads in one line. */
function show(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      switch (node.type) {
        case "text":
          return node.text;
        case "break":
          return "⏎";
        case "code":
          return `{code ${node.text}}`;
        case "mention":
          return `{@${node.id}}`;
        case "link":
          return `{link ${node.href} ${show(node.children)}}`;
        default:
          return `{${node.type} ${show(node.children)}}`;
      }
    })
    .join("");
}

const inline = (text: string) => show(parseInline(text));

function blocks(found: readonly Block[]): string {
  return found
    .map((block) => {
      if (block.type === "paragraph") return `p(${show(block.children)})`;
      if (block.type === "heading") return `h${block.level}(${show(block.children)})`;
      if (block.type === "code") return `code:${block.language}(${block.text})`;
      if (block.type === "quote") return `q(${blocks(block.children)})`;
      if (block.type === "list") return `${block.start ?? "ul"}(${block.items.map(blocks).join("|")})`;
      return "rule";
    })
    .join(" ");
}

describe("inside a line", () => {
  it.each([
    ["**粗** *斜* ~~删~~ `码`", "{strong 粗} {em 斜} {strike 删} {code 码}"],
    ["***都有***", "{em {strong 都有}}"],
    ["**粗里*斜*的**", "{strong 粗里{em 斜}的}"],
    ["a*b*c", "a{em b}c"],
    ["snake_case_name", "snake_case_name"],
    ["_x_ 和 __y__", "{em x} 和 {strong y}"],
    ["2 * 3 * 4", "2 * 3 * 4"],
    ["**没有结尾", "**没有结尾"],
    ["好的~ 一会儿~", "好的~ 一会儿~"],
    ["\\*不斜\\*", "*不斜*"],
    ["``a ` b``", "{code a ` b}"],
    ["`没有结尾", "`没有结尾"],
    ["第一行\n第二行", "第一行⏎第二行"],
  ])("%s", (text, expected) => expect(inline(text)).toBe(expected));

  it("closes emphasis between Chinese punctuation and letters", () => {
    expect(inline("**重点：**请在周五前提交")).toBe("{strong 重点：}请在周五前提交");
    expect(inline("这是**“引号”**里的话")).toBe("这是{strong “引号”}里的话");
    expect(inline("他说**（括号）**然后")).toBe("他说{strong （括号）}然后");
  });

  it("finds people and everyone", () => {
    expect(inline("<@12> 请看 **<@all>** <@x>")).toBe("{@12} 请看 {strong {@all}} <@x>");
    expect(inline("`<@12>`")).toBe("{code <@12>}");
  });

  it.each([
    ["看https://a.example/x?y=1，谢谢", "看{link https://a.example/x?y=1 https://a.example/x?y=1}，谢谢"],
    ["(https://b.example/z).", "({link https://b.example/z https://b.example/z})."],
    ["https://w.example/a_(b)", "{link https://w.example/a_(b) https://w.example/a_(b)}"],
    ["www.gov.cn。", "{link https://www.gov.cn www.gov.cn}。"],
    ["[说明](https://a.example)", "{link https://a.example 说明}"],
    ['[说明](https://a.example "题")', "{link https://a.example 说明}"],
    ["[**粗** 名](/o/55)", "{link /o/55 {strong 粗} 名}"],
    [
      "/o/55 与 https://a.example/o/55x",
      "{link /o/55 /o/55} 与 {link https://a.example/o/55x https://a.example/o/55x}",
    ],
    ["写给 li@office.gov.cn，", "写给 {link mailto:li@office.gov.cn li@office.gov.cn}，"],
    ["<https://a.example>", "{link https://a.example https://a.example}"],
    ["[a[b](https://x.example)", "[a{link https://x.example b}"],
    ["[x](<https://a.example/b c>)", "[x](<{link https://a.example/b https://a.example/b} c>)"],
    ["a/b/c", "a/b/c"],
    ["xhttps://a.example", "xhttps://a.example"],
  ])("%s", (text, expected) => expect(inline(text)).toBe(expected));
});

describe("blocks", () => {
  it.each([
    ["一\n二\n\n三", "p(一⏎二) p(三)"],
    ["# 标题\n正文", "h1(标题) p(正文)"],
    ["#话题 不是标题", "p(#话题 不是标题)"],
    ["> 引用\n> **二**\n正文", "q(p(引用⏎{strong 二})) p(正文)"],
    ["- 一\n- 二\n  - 三\n正文", "ul(p(一)|p(二) ul(p(三))) p(正文)"],
    ["3. 甲\n4. 乙", "3(p(甲)|p(乙))"],
    ["```rust\nfn main() {}\n```\n后", "code:rust(fn main() {}) p(后)"],
    ["```\n没有结尾 **x**", "code:(没有结尾 **x**)"],
    ["前\n---\n后", "p(前) rule p(后)"],
    ["-1 度", "p(-1 度)"],
    ["<b>不是</b>", "p(<b>不是</b>)"],
  ])("%s", (text, expected) => expect(blocks(parse(text))).toBe(expected));

  it("says a message in one line", () => {
    const text = "# 通知\n**各科室**：\n- [会议](https://a.example) <@1>\n```\nx = 1\n```";
    expect(plainLine(text, () => "单晓")).toBe("通知 各科室： 会议 @单晓 x = 1");
  });
});

describe("safety", () => {
  const hostile = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\u0000script:alert(1)",
    "\u0001javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://a.example/1",
    "//evil.example/x",
    "/\\evil.example",
    "https:/\u202eevil",
    "https://a.example/\u200bx",
    "https:evil",
    "mailto:a@b.cn\nbcc:c@d.cn",
    "",
  ];

  it.each(hostile)("%j is no address", (address) => expect(safeHref(address)).toBeUndefined());

  const addresses = (nodes: readonly Inline[]): string[] =>
    nodes.flatMap((node) => [
      ...(node.type === "link" ? [node.href] : []),
      ...("children" in node ? addresses(node.children) : []),
    ]);
  const inBlocks = (found: readonly Block[]): string[] =>
    found.flatMap((block) => {
      if (block.type === "quote") return inBlocks(block.children);
      if (block.type === "list") return block.items.flatMap(inBlocks);
      return "children" in block ? addresses(block.children) : [];
    });

  it.each(hostile.slice(0, -1))("no way of writing makes %j a link", (address) => {
    for (const text of [
      `[点我](${address})`,
      `<${address}>`,
      address,
      `![x](${address})`,
      `[a](<${address}>)`,
    ]) {
      for (const href of inBlocks(parse(text))) {
        expect(href).toMatch(/^(https?:\/\/|mailto:|tel:|\/(?![/\\]))/);
        expect(href).not.toMatch(/script|data:|\u202e|\u200b/i);
      }
    }
  });

  /** A small generator with a seed, so that a failure can be repeated. */
  function dice(seed: number) {
    let state = seed;
    return (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
  }

  it("reads anything quickly, and loses no letter", () => {
    const bits = [
      "*",
      "**",
      "_",
      "~~",
      "`",
      "```",
      "\n",
      "\n\n",
      "> ",
      "- ",
      "1. ",
      "[",
      "](",
      ")",
      "<@1>",
      "<",
      "字",
      "a",
      " ",
      "\\",
      "https://a.cn",
      "/o/1",
      "javascript:",
      "#",
      "    ",
    ];
    for (let seed = 1; seed <= 400; seed += 1) {
      const roll = dice(seed);
      const text = Array.from({ length: 60 }, () => bits[roll(bits.length)]).join("");
      const found = parse(text);
      for (const href of inBlocks(found)) expect(href).toMatch(/^(https?:\/\/|mailto:|tel:|\/(?!\/))/);
      const letters = (value: string) => [...value].filter((char) => char === "字").length;
      expect(letters(JSON.stringify(found))).toBe(letters(text));
    }
  });

  it.each([
    "*".repeat(20_000),
    "*a ".repeat(6_000),
    "a**b".repeat(5_000),
    "[".repeat(20_000),
    "[](".repeat(6_600),
    "`".repeat(20_000),
    "`a``b```".repeat(2_500),
    "> ".repeat(10_000),
    "- ".repeat(10_000),
    `https://a.cn/${")".repeat(19_000)}`,
    "a@".repeat(10_000),
    "<@".repeat(10_000),
    "**_~~".repeat(4_000),
  ])("a message of noise costs no time", (text) => {
    const start = performance.now();
    parse(text);
    expect(performance.now() - start).toBeLessThan(1500);
  });
});
