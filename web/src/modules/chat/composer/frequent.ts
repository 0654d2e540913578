const storageKey = "courtyard.chat.emoji";
/** Offered before anything was used. */
const usual = ["👍", "❤️", "😂", "🎉", "🙏", "👀", "✅", "🔥"];
const kept = 16;

let used: string[] | undefined;

function load(): string[] {
  if (used) return used;
  try {
    const stored = JSON.parse(localStorage.getItem(storageKey) ?? "[]") as unknown;
    used = Array.isArray(stored) ? stored.filter((entry): entry is string => typeof entry === "string") : [];
  } catch {
    used = [];
  }
  return used;
}

/** The emoji used last on this device, then the usual ones. */
export function frequentEmoji(): string[] {
  return [...new Set([...load(), ...usual])].slice(0, kept);
}

export function rememberEmoji(emoji: string) {
  used = [emoji, ...load().filter((entry) => entry !== emoji)].slice(0, kept);
  try {
    localStorage.setItem(storageKey, JSON.stringify(used));
  } catch {
    // Only this page remembers it then.
  }
}
