/** Solid colours that carry white text at 4.5:1 or better in both themes. */
const colours = [
  "#3d6dd8",
  "#0f7f76",
  "#8a4fc0",
  "#c2493a",
  "#2a7a9b",
  "#b8426b",
  "#4c6b8f",
  "#2f7d4f",
  "#7a55cf",
  "#a8620c",
];

/** The same name has the same colour on every screen. */
export function nameColour(name: string): string {
  let hash = 0;
  for (const char of name) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return colours[hash % colours.length] ?? "#4c6b8f";
}

const han = /\p{Script=Han}/u;

/** 刘竞文 → 文, Emma Wilson → E: the one character that tells most. */
export function initial(name: string): string {
  const letters = [...initials(name)];
  return (han.test(name) ? letters[letters.length - 1] : letters[0]) ?? "?";
}

/** 刘竞文 → 竞文, Emma Wilson → EW, 平台研发 · 值班 → 值班. */
export function initials(name: string): string {
  const chinese = [...name].filter((char) => han.test(char));
  if (chinese.length > 0) return chinese.slice(-2).join("");
  const words = name.split(/[\s._·-]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = words[0];
  if (!first) return "?";
  const last = words.length > 1 ? words[words.length - 1] : undefined;
  const letters = last ? [...first].slice(0, 1).concat([...last].slice(0, 1)) : [...first].slice(0, 2);
  return last ? letters.join("").toUpperCase() : letters.join("").replace(/^./, (c) => c.toUpperCase());
}
