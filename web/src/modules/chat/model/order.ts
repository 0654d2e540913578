import type { Chat } from "@/api/types";

/** Which part of the list: everything, what is unread, where one is named. */
export type View = "all" | "unread" | "mentions";
export const views: readonly View[] = ["all", "unread", "mentions"];

/** Where a chat stands in the list. */
export interface Spot {
  pinned: boolean;
  at: number;
  id: string;
}

export const spotOf = (chat: Chat): Spot => ({ pinned: chat.me.pinned, at: chat.last_at, id: chat.id });

/** Ids are longer than a number can hold: compared by length, then by digits. */
function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** Negative when `a` stands above `b`: pinned first, then the latest message. */
export function compareSpots(a: Spot, b: Spot): number {
  if (a.pinned !== b.pinned) return a.pinned ? -1 : 1;
  return b.at - a.at || compareIds(b.id, a.id);
}

export function belongs(chat: Chat, view: View): boolean {
  if (view === "unread") return chat.me.unread > 0;
  if (view === "mentions") return chat.me.mentions > 0;
  return true;
}

export interface ListOf {
  view: View;
  hidden: Readonly<Record<string, boolean>>;
  /** The last chat that was fetched while there are more: what stands below it is not known to be complete. */
  edge: Spot | null;
  /** Stays in the list though it no longer belongs, so that opening a chat does not take it away. */
  kept?: string | undefined;
  /** Chats in which something is being written, or is on its way. */
  written?: ReadonlySet<string>;
}

/** A chat with a person that was opened and never used. Groups begin with a note of who made them. */
export function isBlank(chat: Chat, written: ReadonlySet<string>): boolean {
  const isUnused = chat.kind === "direct" && chat.last_seq === 0;
  return isUnused && !chat.me.draft && !chat.me.pinned && !written.has(chat.id);
}

const nothing: ReadonlySet<string> = new Set();

/** The chats of a view in order. */
export function listChats(chats: Readonly<Record<string, Chat>>, of: ListOf): Chat[] {
  return Object.values(chats)
    .filter(
      (chat) =>
        !of.hidden[chat.id] &&
        (chat.id === of.kept || (belongs(chat, of.view) && !isBlank(chat, of.written ?? nothing))) &&
        (of.edge === null || compareSpots(spotOf(chat), of.edge) <= 0),
    )
    .sort((a, b) => compareSpots(spotOf(a), spotOf(b)));
}

/** Chats that should have been in a complete answer down to `edge` and were not: they are gone. */
export function missing(
  chats: Readonly<Record<string, Chat>>,
  answered: ReadonlySet<string>,
  edge: Spot | null,
): string[] {
  return Object.values(chats)
    .filter((chat) => !answered.has(chat.id) && (edge === null || compareSpots(spotOf(chat), edge) <= 0))
    .map((chat) => chat.id);
}

/** The chat above (`-1`) or below (`1`) another one of the list; the first when that one is not in it. */
export function neighbour(chats: readonly Chat[], from: string | undefined, by: 1 | -1): string | undefined {
  const at = chats.findIndex((chat) => chat.id === from);
  return chats[at < 0 ? 0 : at + by]?.id;
}
