import type { InfiniteData } from "@tanstack/react-query";
import { queries } from "@/api/query";
import type { Message } from "@/api/types";
import type { Change } from "../model/events";

export const pinsKey = (chat: string) => ["chat", "pins", chat] as const;

type Pages = InfiniteData<{ items: readonly Message[] }>;

/** Asks anew for the pinned messages of a chat, where they are on the screen. */
export const refreshPins = (chat: string) => void queries.invalidateQueries({ queryKey: pinsKey(chat) });

/** Something happened in a chat: it may have changed which messages are pinned, or what one of them says. */
export function heardOfPins(chat: string, change: Change) {
  if (change.type === "pinned") return refreshPins(chat);
  if (change.type !== "edited" && change.type !== "recalled") return;
  const known = queries.getQueryData<Pages>(pinsKey(chat));
  if (known?.pages.some(({ items }) => items.some(({ id }) => id === change.message))) refreshPins(chat);
}
