/** A person named in a text that is being written: the span shows `@name`, what travels is `<@id>`. */
export interface Mention {
  /** In UTF-16 units of the text. */
  start: number;
  end: number;
  /** A person, or `all`. */
  id: string;
}

/** A text with the people it names, as a text box shows it. */
export interface Written {
  text: string;
  /** In the order of the text, without overlaps. */
  mentions: readonly Mention[];
}

export const nothing: Written = { text: "", mentions: [] };

const wire = /<@(\d{1,20}|all)>/g;

/** The text as it travels. */
export function encode({ text, mentions }: Written): string {
  let out = "";
  let at = 0;
  for (const mention of mentions) {
    out += `${text.slice(at, mention.start)}<@${mention.id}>`;
    at = mention.end;
  }
  return out + text.slice(at);
}

/** People that a travelling text names, each once. */
export function namedIn(travelling: string): string[] {
  return [...new Set([...travelling.matchAll(wire)].map(([, id = ""]) => id))];
}

/** A travelling text for the text box. A person whose name is not known stays `<@id>`. */
export function decode(travelling: string, nameOf: (id: string) => string | undefined): Written {
  const mentions: Mention[] = [];
  let text = "";
  let at = 0;
  for (const match of travelling.matchAll(wire)) {
    const [whole, id = ""] = match;
    const name = nameOf(id);
    if (name === undefined) continue;
    text += travelling.slice(at, match.index);
    mentions.push({ start: text.length, end: text.length + name.length + 1, id });
    text += `@${name}`;
    at = match.index + whole.length;
  }
  return { text: text + travelling.slice(at), mentions };
}

/** Length of what two texts share at the start, at most `most`. */
function sharedStart(a: string, b: string, most: number): number {
  let length = 0;
  while (length < most && a[length] === b[length]) length += 1;
  return length;
}

function sharedEnd(a: string, b: string, most: number): number {
  let length = 0;
  while (length < most && a[a.length - 1 - length] === b[b.length - 1 - length]) length += 1;
  return length;
}

/**
 * The text after the box changed to `text`. Mentions before and after the change move along; one that was changed
 * inside is plain text from then on. `caret` is the end of the selection after the change and tells apart equal
 * characters.
 */
export function retyped(before: Written, text: string, caret = text.length): Written {
  if (text === before.text) return before;
  const shorter = Math.min(before.text.length, text.length);
  const suffix = sharedEnd(before.text, text, Math.min(shorter, Math.max(0, text.length - caret)));
  const prefix = sharedStart(before.text, text, shorter - suffix);
  const oldEnd = before.text.length - suffix;
  const moved = text.length - before.text.length;
  const mentions = before.mentions.flatMap((mention) => {
    if (mention.end <= prefix) return [mention];
    if (mention.start >= oldEnd)
      return [{ ...mention, start: mention.start + moved, end: mention.end + moved }];
    return [];
  });
  return { text, mentions };
}

/** Replaces a span by a mention and a space, as when one is picked from the list. */
export function withMention(before: Written, from: number, to: number, id: string, name: string): Written {
  const label = `@${name}`;
  const text = `${before.text.slice(0, from)}${label} ${before.text.slice(to)}`;
  const moved = text.length - before.text.length;
  const kept = before.mentions.flatMap((mention) => {
    if (mention.end <= from) return [mention];
    if (mention.start >= to) return [{ ...mention, start: mention.start + moved, end: mention.end + moved }];
    return [];
  });
  const added = { start: from, end: from + label.length, id };
  return { text, mentions: [...kept, added].sort((a, b) => a.start - b.start) };
}

/** The mention that ends at the caret: one backspace takes it whole. */
export function mentionEndingAt({ mentions }: Written, caret: number): Mention | undefined {
  return mentions.find((mention) => mention.end === caret);
}

const longestQuery = 24;

/**
 * What is being typed after an `@`, if the caret stands in such a word: where it begins and the letters after the
 * sign. An `@` inside an address such as a@b.cn starts none.
 */
export function mentionQuery(written: Written, caret: number): { from: number; q: string } | undefined {
  const { text } = written;
  const from = text.lastIndexOf("@", caret - 1);
  if (from < 0 || caret - from > longestQuery) return undefined;
  if (/[\w.+-]/.test(text[from - 1] ?? "")) return undefined;
  if (written.mentions.some((mention) => mention.start <= from && mention.end > from)) return undefined;
  const q = text.slice(from + 1, caret);
  return /[\s@<>，。！？、；：,;:!?]/.test(q) ? undefined : { from, q };
}

/** Wraps the selection in marks, or takes them away where they stand already. */
export function toggleMarks(
  text: string,
  start: number,
  end: number,
  mark: string,
): { from: number; to: number; insert: string; select: [number, number] } {
  const size = mark.length;
  const inside = text.slice(start, end);
  const around = text.slice(start - size, start) === mark && text.slice(end, end + size) === mark;
  // One star inside two is part of bold, not italic.
  const isPart = mark === "*" && text[start - 2] === "*" && text[start - 3] !== "*";
  if (around && !isPart) {
    return { from: start - size, to: end + size, insert: inside, select: [start - size, end - size] };
  }
  return { from: start, to: end, insert: `${mark}${inside}${mark}`, select: [start + size, end + size] };
}
