type Span = readonly number[];

export interface Marked {
  text: string;
  ranges: readonly Span[];
}

/** Marks of Markdown that say nothing in one line of a search result. */
const noise =
  /(?:[-*+]\s+)?\[[ xX]\]\s+|\*\*|__|~~|`+|\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?\s*)?|^\s*(?:#{1,6}|>|[-*+]|\d+\.)\s+|\||\s+/gm;

/** A found passage of a message as one line to read: without Markdown, what was found still marked. */
export function plainSnippet({ text, ranges }: { text: string; ranges: readonly Span[] }): Marked {
  let plain = "";
  // Where each unit of the original stands now; a unit that is gone stands where the next one does.
  const places: number[] = [];
  const keep = (from: number, to: number) => {
    for (let at = from; at < to; at += 1) places[at] = plain.length + at - from;
    plain += text.slice(from, to);
  };
  let at = 0;
  for (const match of text.matchAll(noise)) {
    keep(at, match.index);
    const end = match.index + match[0].length;
    const isGap = /^\s|\||\n/.test(match[0]);
    const gap = isGap && plain !== "" && !plain.endsWith(" ") ? " " : "";
    for (let gone = match.index; gone < end; gone += 1) places[gone] = plain.length;
    plain += gap;
    at = end;
  }
  keep(at, text.length);
  places[text.length] = plain.length;
  const moved = ranges.map(([start = 0, end = 0]) => [places[start] ?? 0, places[end] ?? plain.length]);
  return { text: plain.trimEnd(), ranges: moved.filter(([start = 0, end = 0]) => end > start) };
}
