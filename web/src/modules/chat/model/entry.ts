import type { Chat, Message } from "@/api/types";
import type { RoomEvent } from "./events";
import { patchMessage } from "./patch";
import type { Mine } from "./types";

/**
 * Unread messages of a member: what was counted, with what came since, but never more than lies after the read mark.
 * Notes of the office do not count; how many lie between is known to the server only.
 */
export function unreadOf(
  lastSeq: number,
  mine: Pick<Mine, "read_seq" | "history_from" | "unread" | "last_seq">,
): number {
  const since = Math.max(0, lastSeq - mine.last_seq);
  return Math.max(0, Math.min(mine.unread + since, lastSeq - Math.max(mine.read_seq, mine.history_from - 1)));
}

/** Whether a message calls this person by name. */
export function calls(message: Message, me: string): boolean {
  return message.sender !== me && (message.mentions_all || message.mentions.includes(me));
}

/** The chat with another own side: what is unread follows from the places known here. */
export function withMine(chat: Chat, mine: Mine): Chat {
  const read_seq = Math.max(mine.read_seq, chat.me.read_seq);
  const unread = unreadOf(chat.last_seq, { ...mine, read_seq });
  const mentions = unread === 0 ? 0 : mine.mentions;
  const first = mentions === 0 ? null : (mine.first_mention_seq ?? null);
  const { last_seq } = chat;
  return { ...chat, me: { ...mine, read_seq, unread, last_seq, mentions, first_mention_seq: first } };
}

/** The chat after its reader has read up to `seq`. */
export function readUpTo(chat: Chat, seq: number): Chat {
  const place = Math.min(seq, chat.last_seq);
  if (place <= chat.me.read_seq) return chat;
  const first = chat.me.first_mention_seq ?? null;
  const passed = first !== null && first <= place;
  return withMine(chat, {
    ...chat.me,
    read_seq: place,
    // How many calls lie beyond is known to the server only; one is certain while the first is not passed.
    mentions: passed ? Math.max(0, chat.me.mentions - 1) : chat.me.mentions,
    first_mention_seq: passed ? null : first,
  });
}

function posted(chat: Chat, message: Message, me: string): Chat {
  if (message.seq <= chat.last_seq) return chat;
  const next: Chat = { ...chat, last_seq: message.seq, last_at: message.created_at, last_message: message };
  if (message.sender === me) return withMine(next, { ...chat.me, read_seq: message.seq, draft: null });
  const isNew = message.seq > chat.me.read_seq;
  const called = calls(message, me) && isNew;
  return withMine(next, {
    ...chat.me,
    unread: chat.me.unread + (isNew && message.kind !== "system" ? 1 : 0),
    last_seq: message.seq,
    mentions: chat.me.mentions + (called ? 1 : 0),
    first_mention_seq: chat.me.first_mention_seq ?? (called ? message.seq : null),
  });
}

export type Applied =
  | { chat: Chat; gone?: false }
  /** The chat is no longer the reader's. */
  | { gone: true };

/** A list entry after the next event of its chat. The caller has checked that it is the next. */
export function applyToEntry(chat: Chat, event: RoomEvent, me: string): Applied {
  const { change } = event;
  const next = { ...chat, event_seq: event.seq };
  switch (change.type) {
    case "posted":
      return { chat: posted(next, change.message, me) };
    case "edited":
    case "recalled":
    case "reacted":
    case "pinned": {
      const last = next.last_message;
      if (last?.id !== change.message) return { chat: next };
      return { chat: { ...next, last_message: patchMessage(last, change, me) } };
    }
    case "changed":
      return { chat: chat.kind === "direct" ? next : { ...next, ...change.chat } };
    case "joined":
      return { chat: { ...next, members: next.members + change.users.length } };
    case "left":
      if (change.users.includes(me)) return { gone: true };
      return { chat: { ...next, members: Math.max(0, next.members - change.users.length) } };
    case "role": {
      const owner = change.role === "owner" ? change.user : next.owner;
      const mine = change.user === me ? { ...next.me, role: change.role } : next.me;
      return { chat: { ...next, owner: owner ?? null, me: mine } };
    }
    case "dissolved":
      return { gone: true };
    default:
      return { chat: next };
  }
}

/**
 * Whether the event changes what only the server counts: a call by name that was edited in or taken back while it
 * was unread.
 */
export function needsRecount(chat: Chat, event: RoomEvent, me: string): boolean {
  const { change } = event;
  if (change.type === "recalled") return chat.me.mentions > 0 && change.seq > chat.me.read_seq;
  if (change.type !== "edited" || change.seq <= chat.me.read_seq) return false;
  return chat.me.mentions > 0 || change.mentions_all || change.mentions.includes(me);
}
