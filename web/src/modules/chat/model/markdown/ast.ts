/** Markdown of a message as plain data: nothing in it is HTML, and every address in it was checked. */
export type Inline =
  | { type: "text"; text: string }
  | { type: "break" }
  | { type: "code"; text: string }
  | { type: "strong" | "em" | "strike"; children: Inline[] }
  /** `href` is http(s), mailto, tel, or a path of this client. */
  | { type: "link"; href: string; children: Inline[] }
  /** A person by id, or `all`. */
  | { type: "mention"; id: string };

export type Block =
  | { type: "paragraph"; children: Inline[] }
  | { type: "heading"; level: number; children: Inline[] }
  | { type: "code"; language: string; text: string }
  | { type: "quote"; children: Block[] }
  | { type: "list"; start: number | null; items: Block[][] }
  | { type: "rule" };

/** Text beside text becomes one. */
export function pushText(into: Inline[], text: string) {
  if (text === "") return;
  const last = into[into.length - 1];
  if (last?.type === "text") last.text += text;
  else into.push({ type: "text", text });
}
