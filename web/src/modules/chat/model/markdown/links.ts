/** Ends of sentences that stand after an address rather than in it. */
const trailing = /[.,;:!?'"*_~]+$/;
/** Spaces, controls, marks that hide or reverse text: none belongs into an address. */
const forbidden = /[\s\p{Cc}\p{Cf}]/u;
const schemes = /^(?:https?:\/\/[^\s/]|mailto:[^\s]|tel:\+?[\d-]+$)/i;

/** The address if it may stand behind a link, else undefined. Addresses of this client become paths. */
export function safeHref(address: string, origin = globalThis.location?.origin): string | undefined {
  const href = address.trim();
  if (href === "" || forbidden.test(href)) return undefined;
  if (href.startsWith("/")) return href.startsWith("//") || href.startsWith("/\\") ? undefined : href;
  if (!schemes.test(href)) return undefined;
  if (origin && href.startsWith(`${origin}/`)) return href.slice(origin.length);
  return href;
}

/** Leads to a place inside this client, rather than out of it. */
export const isInternal = (href: string) => href.startsWith("/") && !href.startsWith("/api/");

const bare = /(?:https?:\/\/|www\.)[\x21-\x7e]{1,2000}/y;
const objectPath = /\/o\/\d{1,20}(?![\w/])/y;
const mail = /[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/y;

export interface FoundLink {
  href: string;
  text: string;
}

/** Cuts what ends the sentence rather than the address, and a bracket that was opened before it. */
function cut(text: string): string {
  let link = text.replace(/[<>"`].*$/, "");
  for (;;) {
    const shorter = link.replace(trailing, "");
    const last = shorter[shorter.length - 1];
    const opener = last === ")" ? "(" : last === "]" ? "[" : undefined;
    const unbalanced =
      opener !== undefined && last !== undefined && shorter.split(opener).length < shorter.split(last).length;
    const next = unbalanced ? shorter.slice(0, -1) : shorter;
    if (next === link) return link;
    link = next;
  }
}

/** An address written out at this place of the text. */
export function linkAt(source: string, at: number): FoundLink | undefined {
  const before = source[at - 1] ?? "";
  if (/[A-Za-z0-9]/.test(before)) return undefined;
  const char = source[at];
  if (char === "h" || char === "H" || char === "w" || char === "W") {
    bare.lastIndex = at;
    const text = cut(bare.exec(source)?.[0] ?? "");
    const href = safeHref(/^www\./i.test(text) ? `https://${text}` : text);
    if (href && /\.|localhost|\d/.test(text.slice(4))) return { href, text };
    return undefined;
  }
  if (char === "/" && before !== "/" && before !== ":") {
    objectPath.lastIndex = at;
    const text = objectPath.exec(source)?.[0];
    return text ? { href: text, text } : undefined;
  }
  return undefined;
}

/** A mail address that begins at this place. */
export function mailAt(source: string, at: number): FoundLink | undefined {
  if (/[\w.+@-]/.test(source[at - 1] ?? "")) return undefined;
  mail.lastIndex = at;
  const text = mail.exec(source)?.[0];
  return text ? { href: `mailto:${text}`, text } : undefined;
}
