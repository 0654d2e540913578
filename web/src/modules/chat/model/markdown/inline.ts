import { type Inline, pushText } from "./ast";
import { linkAt, mailAt, safeHref } from "./links";

/** A run of `*`, `_` or `~` that may open or close something. */
interface Mark {
  char: string;
  left: number;
  total: number;
  opens: boolean;
  closes: boolean;
}

type Piece = { node: Inline } | { mark: Mark } | { bracket: true };

/** More marks than this in one paragraph are no formatting but noise: the rest stays text. */
const mostMarks = 1000;

const mention = /<@(\d{1,20}|all)>/y;
const angled = /<((?:https?:\/\/|mailto:)[^\s<>]+)>/y;
const isSpace = (char: string) => char === "" || /\s/.test(char);
const isPunctuation = (char: string) => /[\p{P}\p{S}]/u.test(char);
const isWord = (char: string) => /[\p{L}\p{N}]/u.test(char);
/** Chinese, Japanese and Korean write no spaces around emphasis, so their letters bound it as spaces do. */
const isCjk = (char: string) =>
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]/u.test(
    char,
  );

function charBefore(source: string, at: number): string {
  if (at === 0) return "";
  const low = source.charCodeAt(at - 1);
  return low >= 0xdc00 && low <= 0xdfff && at > 1 ? source.slice(at - 2, at) : source.slice(at - 1, at);
}

function charAt(source: string, at: number): string {
  const code = source.codePointAt(at);
  return code === undefined ? "" : String.fromCodePoint(code);
}

function markAt(source: string, at: number, length: number): Mark {
  const char = source[at] ?? "";
  const before = charBefore(source, at);
  const after = charAt(source, at + length);
  const bounds = (next: string) => isSpace(next) || isPunctuation(next) || isCjk(next);
  const left = !isSpace(after) && (!isPunctuation(after) || bounds(before));
  const right = !isSpace(before) && (!isPunctuation(before) || bounds(after));
  // snake_case stays as it is.
  const opens = char === "_" ? left && !(isWord(before) && !isCjk(before)) : left;
  const closes = char === "_" ? right && !(isWord(after) && !isCjk(after)) : right;
  return { char, left: length, total: length, opens, closes };
}

const matches = (opener: Mark, closer: Mark) =>
  opener.char === closer.char &&
  opener.opens &&
  opener.left > 0 &&
  (closer.char !== "~" || (opener.left >= 2 && closer.left >= 2)) &&
  // A run that may do both pairs only with sums that are no multiple of three, as CommonMark has it.
  !(
    (opener.closes || closer.opens) &&
    (opener.total + closer.total) % 3 === 0 &&
    (opener.total % 3 !== 0 || closer.total % 3 !== 0)
  );

/** Turns pieces into nodes, pairing the marks from the inside out. */
function resolve(pieces: readonly Piece[]): Inline[] {
  const out: (Inline | Mark)[] = [];
  const openers: number[] = [];
  for (const piece of pieces) {
    if ("bracket" in piece) {
      out.push({ type: "text", text: "[" });
      continue;
    }
    if ("node" in piece) {
      out.push(piece.node);
      continue;
    }
    const { mark } = piece;
    while (mark.closes && mark.left > 0) {
      const found = openers.findLastIndex((place) => matches(out[place] as Mark, mark));
      if (found < 0) break;
      const place = openers[found] as number;
      const opener = out[place] as Mark;
      const size = opener.left >= 2 && mark.left >= 2 ? 2 : 1;
      const children = flatten(out.splice(place + 1));
      const type = mark.char === "~" ? "strike" : size === 2 ? "strong" : "em";
      out.push({ type, children });
      opener.left -= size;
      mark.left -= size;
      openers.length = opener.left > 0 ? found + 1 : found;
    }
    if (mark.left > 0) {
      if (mark.opens) openers.push(out.length);
      out.push(mark);
    }
  }
  return flatten(out);
}

/** Marks that found no partner are the characters they are. */
function flatten(parts: readonly (Inline | Mark)[]): Inline[] {
  const nodes: Inline[] = [];
  for (const part of parts) {
    if ("char" in part) pushText(nodes, part.char.repeat(part.left));
    else if (part.type === "text") pushText(nodes, part.text);
    else nodes.push(part);
  }
  return nodes;
}

/** `(address "title")` after `]`: the address and where it ends. */
function destination(source: string, at: number): { href: string; end: number } | undefined {
  if (source[at] !== "(") return undefined;
  let depth = 0;
  const limit = Math.min(source.length, at + 2100);
  for (let place = at; place < limit; place += 1) {
    const char = source[place];
    if (char === "\n") return undefined;
    if (char === "(") depth += 1;
    if (char === ")") depth -= 1;
    if (depth > 0) continue;
    const inside = source.slice(at + 1, place).trim();
    const address = /^<?([^\s<>]*)>?(?:\s+(?:"[^"]*"|'[^']*'))?$/.exec(inside)?.[1];
    const href = address === undefined ? undefined : safeHref(address);
    return href === undefined ? undefined : { href, end: place + 1 };
  }
  return undefined;
}

const withoutLinks = (nodes: readonly Inline[]): Inline[] =>
  nodes.flatMap((node) => {
    if (node.type === "link") return withoutLinks(node.children);
    return "children" in node ? [{ ...node, children: withoutLinks(node.children) }] : [node];
  });

/** Reads the inside of a paragraph. Never fails: what is no markup is text. */
export function parseInline(source: string): Inline[] {
  const pieces: Piece[] = [];
  const brackets: number[] = [];
  /** Lengths of backtick runs that are known to close nowhere from here on. */
  const unclosed = new Set<number>();
  let text = "";
  let marks = 0;
  let at = 0;
  const flush = () => {
    if (text !== "") pieces.push({ node: { type: "text", text } });
    text = "";
  };
  const add = (node: Inline, end: number) => {
    flush();
    pieces.push({ node });
    at = end;
  };
  while (at < source.length) {
    const char = source[at] as string;
    if (char === "\\" && /[!-/:-@[-`{-~]/.test(source[at + 1] ?? "")) {
      text += source[at + 1];
      at += 2;
    } else if (char === "\n") {
      add({ type: "break" }, at + 1);
    } else if (char === "`") {
      const run = /`+/y;
      run.lastIndex = at;
      const fence = run.exec(source)?.[0] ?? char;
      const end = unclosed.has(fence.length) ? -1 : closingRun(source, at + fence.length, fence.length);
      if (end < 0) {
        unclosed.add(fence.length);
        text += fence;
        at += fence.length;
      } else {
        const inside = source.slice(at + fence.length, end).replace(/\n/g, " ");
        const trimmed = /^ .*[^ ].* $/.test(inside) ? inside.slice(1, -1) : inside;
        add({ type: "code", text: trimmed }, end + fence.length);
      }
    } else if (char === "<") {
      mention.lastIndex = at;
      angled.lastIndex = at;
      const named = mention.exec(source);
      const link = named ? null : angled.exec(source);
      const href = link?.[1] === undefined ? undefined : safeHref(link[1]);
      if (named?.[1]) add({ type: "mention", id: named[1] }, at + named[0].length);
      else if (link && href) {
        add({ type: "link", href, children: [{ type: "text", text: link[1] ?? href }] }, at + link[0].length);
      } else {
        text += char;
        at += 1;
      }
    } else if (char === "[") {
      flush();
      brackets.push(pieces.length);
      pieces.push({ bracket: true });
      at += 1;
    } else if (char === "]") {
      const from = brackets.pop();
      const target = from === undefined ? undefined : destination(source, at + 1);
      if (from === undefined || !target) {
        text += char;
        at += 1;
      } else {
        flush();
        const label = withoutLinks(resolve(pieces.splice(from).slice(1)));
        // A picture is a link here: nothing is loaded from elsewhere.
        const children = label.length > 0 ? label : [{ type: "text" as const, text: target.href }];
        add({ type: "link", href: target.href, children }, target.end);
      }
    } else if ((char === "*" || char === "_" || char === "~") && marks < mostMarks) {
      let length = 1;
      while (source[at + length] === char) length += 1;
      flush();
      pieces.push({ mark: markAt(source, at, length) });
      marks += 1;
      at += length;
    } else {
      const link = linkAt(source, at) ?? (/[A-Za-z0-9]/.test(char) ? mailAt(source, at) : undefined);
      if (link) {
        add(
          { type: "link", href: link.href, children: [{ type: "text", text: link.text }] },
          at + link.text.length,
        );
      } else {
        text += char;
        at += 1;
      }
    }
  }
  flush();
  return resolve(pieces);
}

/** Start of the next run of exactly `length` backticks, or -1. */
function closingRun(source: string, from: number, length: number): number {
  const run = /`+/g;
  run.lastIndex = from;
  for (let match = run.exec(source); match; match = run.exec(source)) {
    if (match[0].length === length) return match.index;
  }
  return -1;
}
