import type { Block, Inline } from "./ast";
import { parseInline } from "./inline";

/** Quotes and lists inside each other; deeper ones are text. */
const deepest = 6;

const fence = /^ {0,3}(`{3,}|~{3,})[ \t]*([\w+#.-]*)[ \t]*$/;
const quote = /^ {0,3}> ?/;
const bullet = /^( *)([-*+]|(\d{1,9})[.)])( +)(?=\S)/;
const heading = /^ {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*$/;
const rule = /^ {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$/;
const blank = /^\s*$/;

const opensBlock = (line: string) =>
  fence.test(line) || quote.test(line) || bullet.test(line) || heading.test(line) || rule.test(line);

/** Reads the Markdown of a message. A line break is a line break, HTML is text, nothing fails. */
export function parse(source: string): Block[] {
  return parseLines(source.replace(/\r\n?/g, "\n").replace(/\t/g, "    ").split("\n"), 0);
}

function parseLines(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    const read = blank.test(line) ? undefined : readBlock(lines, at, depth);
    if (read) blocks.push(read.block);
    at = read ? read.next : at + 1;
  }
  return blocks;
}

interface Read {
  block: Block;
  next: number;
}

function readBlock(lines: readonly string[], at: number, depth: number): Read {
  const line = lines[at] ?? "";
  const fenced = fence.exec(line);
  if (fenced) return readCode(lines, at, fenced[1] ?? "```", fenced[2] ?? "");
  if (rule.test(line)) return { block: { type: "rule" }, next: at + 1 };
  const titled = heading.exec(line);
  if (titled) {
    const children = parseInline(titled[2] ?? "");
    return { block: { type: "heading", level: titled[1]?.length ?? 1, children }, next: at + 1 };
  }
  if (depth < deepest) {
    if (quote.test(line)) return readQuote(lines, at, depth);
    if (bullet.test(line)) return readList(lines, at, depth);
  }
  return readParagraph(lines, at, depth);
}

function readCode(lines: readonly string[], at: number, mark: string, language: string): Read {
  const closing = new RegExp(`^ {0,3}${mark[0]}{${mark.length},}\\s*$`);
  let end = at + 1;
  while (end < lines.length && !closing.test(lines[end] ?? "")) end += 1;
  return { block: { type: "code", language, text: lines.slice(at + 1, end).join("\n") }, next: end + 1 };
}

function readQuote(lines: readonly string[], at: number, depth: number): Read {
  let end = at;
  while (end < lines.length && quote.test(lines[end] ?? "")) end += 1;
  const inside = lines.slice(at, end).map((line) => line.replace(quote, ""));
  return { block: { type: "quote", children: parseLines(inside, depth + 1) }, next: end };
}

const indentOf = (line: string) => line.length - line.trimStart().length;

function readList(lines: readonly string[], at: number, depth: number): Read {
  const first = bullet.exec(lines[at] ?? "");
  const base = first?.[1]?.length ?? 0;
  const ordered = first?.[3] !== undefined;
  const items: string[][] = [];
  let inner = 0;
  let end = at;
  while (end < lines.length) {
    const line = lines[end] ?? "";
    const mark = bullet.exec(line);
    const indent = indentOf(line);
    if (mark && indent < base + 2 && indent >= base - 1) {
      if ((mark[3] !== undefined) !== ordered) break;
      inner = mark[0].length;
      items.push([line.slice(inner)]);
    } else if (blank.test(line)) {
      // A blank line stays in the list only when the list goes on after it.
      const after = lines[end + 1] ?? "";
      const goesOn =
        !blank.test(after) &&
        (indentOf(after) >= base + 2 || (bullet.test(after) && indentOf(after) >= base));
      if (!goesOn) break;
      items[items.length - 1]?.push("");
    } else if (indent >= base + 2) {
      items[items.length - 1]?.push(line.slice(Math.min(indent, inner)));
    } else break;
    end += 1;
  }
  const start = ordered ? Number(first?.[3]) : null;
  return {
    block: { type: "list", start, items: items.map((item) => parseLines(item, depth + 1)) },
    next: end,
  };
}

function readParagraph(lines: readonly string[], at: number, depth: number): Read {
  let end = at + 1;
  const stops = (line: string) => blank.test(line) || (depth < deepest && opensBlock(line));
  while (end < lines.length && !stops(lines[end] ?? "")) end += 1;
  const text = lines
    .slice(at, end)
    .map((line) => line.trim())
    .join("\n");
  return { block: { type: "paragraph", children: parseInline(text) }, next: end };
}

/** Characters of a message that a preview looks at. */
const previewed = 400;

function inlineText(nodes: readonly Inline[], nameOf: (id: string) => string): string {
  return nodes
    .map((node) => {
      if (node.type === "break") return " ";
      if (node.type === "mention") return `@${nameOf(node.id)}`;
      return "children" in node ? inlineText(node.children, nameOf) : node.text;
    })
    .join("");
}

function blockText(block: Block, nameOf: (id: string) => string): string {
  if (block.type === "code") return block.text;
  if (block.type === "rule") return "";
  if (block.type === "quote") return block.children.map((child) => blockText(child, nameOf)).join(" ");
  if (block.type === "list")
    return block.items
      .flat()
      .map((child) => blockText(child, nameOf))
      .join(" ");
  return inlineText(block.children, nameOf);
}

/** The words of a message in one line, for lists, quotes and notices. */
export function plainLine(source: string, nameOf: (id: string) => string): string {
  return parse(source.slice(0, previewed))
    .map((block) => blockText(block, nameOf))
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
}
