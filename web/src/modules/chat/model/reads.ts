import type { Chat, Message } from "@/api/types";

/** Read marks by person; null in chats too large to follow everyone, where each message is asked for its readers. */
export type Marks = Readonly<Record<string, number>> | null;

export interface ReadState {
  read: number;
  unread: number;
}

/** How many others have and have not read a message; null when the marks do not tell. The sender does not count. */
export function readState(
  message: Pick<Message, "seq" | "sender">,
  marks: Marks | undefined,
): ReadState | null {
  if (!marks) return null;
  let read = 0;
  let unread = 0;
  for (const [user, seq] of Object.entries(marks)) {
    if (user === message.sender) continue;
    if (seq >= message.seq) read += 1;
    else unread += 1;
  }
  return read + unread === 0 ? null : { read, unread };
}

/** Marks after somebody has read; they only move forward. */
export function moveMark(marks: Marks, user: string, seq: number): Marks {
  if (!marks || (marks[user] ?? 0) >= seq) return marks;
  return { ...marks, [user]: seq };
}

/** Chats up to this size tell everyone's marks. */
export const markedMembers = 100;

export const hasMarks = (chat: Pick<Chat, "members">) => chat.members <= markedMembers;
