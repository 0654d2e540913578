import type { Chat, Message } from "@/api/types";

/** How far somebody has read, and the last message before that person came. */
export interface Mark {
  read: number;
  joined: number;
}

/** Read marks by person; null in chats too large to follow everyone, where each message is asked for its readers. */
export type Marks = Readonly<Record<string, Mark>> | null;

export interface ReadState {
  read: number;
  unread: number;
}

/**
 * How many others have and have not read a message; null when the marks do not tell. Neither the sender counts, nor who
 * came later.
 */
export function readState(
  message: Pick<Message, "seq" | "sender">,
  marks: Marks | undefined,
): ReadState | null {
  if (!marks) return null;
  let read = 0;
  let unread = 0;
  for (const [user, mark] of Object.entries(marks)) {
    if (user === message.sender || mark.joined >= message.seq) continue;
    if (mark.read >= message.seq) read += 1;
    else unread += 1;
  }
  return read + unread === 0 ? null : { read, unread };
}

/** Marks after somebody has read; they only move forward. */
export function moveMark(marks: Marks, user: string, seq: number): Marks {
  const mark = marks?.[user];
  if (!marks || !mark || mark.read >= seq) return marks;
  return { ...marks, [user]: { ...mark, read: seq } };
}

/** Chats up to this size tell everyone's marks. */
export const markedMembers = 100;

export const hasMarks = (chat: Pick<Chat, "members">) => chat.members <= markedMembers;
