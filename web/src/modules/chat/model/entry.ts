import type { Chat, Message } from "@/api/types";
import type { RoomEvent } from "./events";
import { patchMessage } from "./patch";
import type { KnownChat, Mine, Recent } from "./types";

const nothing: Recent = { notes: [], calls: [] };
const recentOf = (chat: KnownChat): Recent => chat.recent ?? nothing;

/** How many of these places lie after one place, up to another. */
const within = (places: readonly number[], after: number, upTo: number) =>
  places.filter((place) => place > after && place <= upTo).length;

/** Whether a message calls this person by name. */
export function calls(message: Message, me: string): boolean {
  return message.sender !== me && (message.mentions_all || message.mentions.includes(me));
}

/**
 * The chat with another own side. It may have been counted before the last events that came here, or after events that
 * are still on their way: each count holds for its own place (`last_seq`), and what lies between is known by events.
 */
export function withMine(chat: KnownChat, mine: Mine): Chat {
  const known = chat.me;
  const { notes, calls: called } = recentOf(chat);
  const read_seq = Math.max(mine.read_seq, known.read_seq);
  const from = Math.max(read_seq, mine.history_from - 1);
  const last_seq = Math.max(mine.last_seq, known.last_seq, chat.last_seq);
  const countable = (after: number) => Math.max(0, last_seq - after) - within(notes, after, last_seq);
  // What has not come yet may be anything.
  const callable = (after: number) =>
    within(called, Math.max(after, from), last_seq) + Math.max(0, last_seq - Math.max(after, chat.last_seq));
  // No count says too little: of one that was overtaken, by another or by reading, and the known one the lesser is right.
  const isOvertaken = known.read_seq > mine.read_seq || known.last_seq > mine.last_seq;
  const counts = isOvertaken ? [mine, known] : [mine];
  const unread = Math.max(
    0,
    Math.min(countable(from), ...counts.map((count) => count.unread + countable(count.last_seq))),
  );
  const mentions = Math.min(unread, ...counts.map((count) => count.mentions + callable(count.last_seq)));
  const recent = { notes: notes.filter((seq) => seq > from), calls: called.filter((seq) => seq > from) };
  const firsts = [...counts.map((count) => count.first_mention_seq), ...recent.calls];
  const first = firsts.find((seq): seq is number => typeof seq === "number" && seq > from);
  const me = {
    ...mine,
    read_seq,
    unread,
    last_seq,
    mentions,
    first_mention_seq: mentions === 0 ? null : (first ?? null),
  };
  const next: KnownChat = { ...chat, me, recent };
  return next;
}

/** The newer of what is known and an answer about a chat, with the reading done here meanwhile. */
export function newer(known: KnownChat | undefined, answer: Chat): Chat {
  if (!known) return answer;
  if (known.event_seq > answer.event_seq) return known;
  const next: KnownChat = { ...answer, recent: recentOf(known) };
  return withMine(next, { ...answer.me, read_seq: Math.max(answer.me.read_seq, known.me.read_seq) });
}

/** The chat after its reader has read up to `seq`. */
export function readUpTo(chat: Chat, seq: number): Chat {
  const place = Math.min(seq, chat.last_seq);
  if (place <= chat.me.read_seq) return chat;
  const { calls: called } = recentOf(chat);
  const first = chat.me.first_mention_seq ?? null;
  const isPassed = first !== null && first <= place;
  // Of the calls that only the server has counted, one is passed for certain if it was the first.
  const passed = isPassed && !called.includes(first) ? 1 : 0;
  const counted = Math.max(0, chat.me.mentions - called.length - passed);
  return withMine(chat, {
    ...chat.me,
    read_seq: place,
    mentions: counted + within(called, place, Number.POSITIVE_INFINITY),
  });
}

function posted(chat: Chat, message: Message, me: string): Chat {
  const { seq } = message;
  if (seq <= chat.last_seq) return chat;
  const { notes, calls: called } = recentOf(chat);
  const isNote = message.kind === "system";
  const next: KnownChat = {
    ...chat,
    last_seq: seq,
    last_at: message.created_at,
    last_message: message,
    recent: {
      notes: isNote ? [...notes, seq] : notes,
      calls: calls(message, me) ? [...called, seq] : called,
    },
  };
  if (message.sender !== me) return withMine(next, chat.me);
  // Who acted has seen the note of it; but only what is sent is no draft any more.
  return withMine(next, { ...chat.me, read_seq: seq, ...(isNote ? {} : { draft: null }) });
}

/** Without a call that was taken back, or edited away: an older answer must not bring it up again. */
function uncalled(chat: KnownChat, seq: number): Chat {
  const { notes, calls: called } = recentOf(chat);
  if (!called.includes(seq)) return chat;
  const next: KnownChat = { ...chat, recent: { notes, calls: called.filter((place) => place !== seq) } };
  return next;
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
      const isCall = change.type === "edited" && (change.mentions_all || change.mentions.includes(me));
      const isWordless = change.type === "reacted" || change.type === "pinned";
      const entry = isCall || isWordless ? next : uncalled(next, change.seq);
      const last = entry.last_message;
      if (last?.id !== change.message) return { chat: entry };
      return { chat: { ...entry, last_message: patchMessage(last, change, me) } };
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
