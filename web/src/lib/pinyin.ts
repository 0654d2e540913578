export type Range = [start: number, end: number];

const han = /\p{Script=Han}/u;

interface Piece {
  start: number;
  end: number;
  text: string;
  readings: string[];
}

/** Cuts a name into Chinese characters and Latin words, each with its readings from the wire form. */
function pieces(name: string, pinyin: string): Piece[] {
  const cut: Piece[] = [];
  let at = 0;
  for (const char of name) {
    const last = cut[cut.length - 1];
    const isHan = han.test(char);
    const isWord = /[\p{L}\p{N}]/u.test(char);
    if (isHan) cut.push({ start: at, end: at + char.length, text: char, readings: [] });
    else if (isWord && last && last.end === at && !han.test(last.text)) {
      last.end += char.length;
      last.text += char.toLowerCase();
    } else if (isWord) cut.push({ start: at, end: at + char.length, text: char.toLowerCase(), readings: [] });
    at += char.length;
  }
  const syllables = pinyin.trim() === "" ? [] : pinyin.trim().toLowerCase().split(/\s+/);
  const aligned = syllables.length === cut.length;
  const chinese = cut.filter((piece) => han.test(piece.text));
  for (const [index, piece] of cut.entries()) {
    const syllable = aligned
      ? syllables[index]
      : syllables.length === chinese.length
        ? syllables[chinese.indexOf(piece)]
        : undefined;
    piece.readings = [piece.text, ...(syllable?.split("|") ?? [])];
  }
  return cut;
}

/** The ways a reading may stand before another one: whole, or by its initial (`z` or `zh` for `zhang`). */
function shortForms(reading: string): string[] {
  const forms = [reading];
  if (/^[zcs]h/.test(reading)) forms.push(reading.slice(0, 2));
  forms.push(reading.slice(0, 1));
  return forms;
}

/** Matches from `index` on; returns the index of the last piece used, or -1. */
function matchFrom(all: Piece[], index: number, query: string): number {
  const piece = all[index];
  if (!piece) return -1;
  for (const reading of piece.readings) if (reading.startsWith(query)) return index;
  for (const reading of piece.readings) {
    for (const form of shortForms(reading)) {
      if (form === "" || !query.startsWith(form)) continue;
      const end = matchFrom(all, index + 1, query.slice(form.length));
      if (end >= 0) return end;
    }
  }
  return -1;
}

/**
 * Where `query` (characters, pinyin, initials or a mix) is found in `name`, in UTF-16 units; null if nowhere.
 * `pinyin` is the wire form: a space between characters, `|` between the readings of one, as in `liu jing|jin wen`.
 */
export function matchName(query: string, name: string, pinyin: string): Range[] | null {
  const wanted = query.toLowerCase().replace(/[\s'’·]+/g, "");
  if (wanted === "") return [];
  const literal = name.toLowerCase().indexOf(query.trim().toLowerCase());
  if (literal >= 0) return [[literal, literal + query.trim().length]];
  const all = pieces(name, pinyin);
  for (let index = 0; index < all.length; index += 1) {
    const end = matchFrom(all, index, wanted);
    const first = all[index];
    const last = all[end];
    if (first && last) return [[first.start, last.end]];
  }
  return null;
}
