import type { Message } from "@/api/types";
import type { Outgoing } from "./types";

/** Messages of one sender stand together while no longer than this passes between them. */
const togetherMs = 5 * 60_000;

/** One row of a conversation. Separators belong to the row below them, so that rows count as messages do. */
export interface Row {
  /** Stays the same when a message on its way becomes a real one. */
  key: string;
  seq: number;
  message?: Message;
  outgoing?: Outgoing;
  isMine: boolean;
  at: number;
  /** A line with the day stands above. */
  startsDay: boolean;
  /** The line where reading stopped stands above. */
  startsNew: boolean;
  /** Face and name are shown. */
  isHead: boolean;
  /** Nothing of the same sender follows directly. */
  isTail: boolean;
  /** What stands above the first row of all. */
  top?: "more" | "start";
}

export interface RowsOf {
  items: readonly Message[];
  outgoing: readonly Outgoing[];
  me: string;
  /** First unread message when the chat was opened. */
  newFrom: number | null;
  hasBefore: boolean;
  hasAfter: boolean;
}

function dayOf(ms: number): number {
  const date = new Date(ms);
  return date.getFullYear() * 10_000 + date.getMonth() * 100 + date.getDate();
}

const isPlain = (message: Message) => message.kind !== "system" && !message.recalled_at;

const keyOf = (message: Message, me: string) =>
  message.client_id && message.sender === me ? `c:${message.client_id}` : message.id;

/** The rows of a conversation: groups, days, the line where reading stopped, what is on its way. */
export function buildRows({ items, outgoing, me, newFrom, hasBefore, hasAfter }: RowsOf): Row[] {
  const rows: Row[] = [];
  let before: { sender: string; at: number; plain: boolean } | undefined;
  const add = (row: Omit<Row, "startsDay" | "isHead" | "isTail">, sender: string, plain: boolean) => {
    const startsDay = !before || dayOf(before.at) !== dayOf(row.at);
    const together =
      before !== undefined &&
      !startsDay &&
      !row.startsNew &&
      plain &&
      before.plain &&
      before.sender === sender &&
      row.at - before.at < togetherMs;
    const last = rows[rows.length - 1];
    if (together && last) last.isTail = false;
    rows.push({ ...row, startsDay, isHead: plain && !together, isTail: true });
    before = { sender, at: row.at, plain };
  };
  for (const message of items) {
    add(
      {
        key: keyOf(message, me),
        seq: message.seq,
        message,
        isMine: message.sender === me,
        at: message.created_at,
        startsNew: newFrom !== null && message.seq === newFrom,
      },
      message.sender,
      isPlain(message),
    );
  }
  if (!hasAfter) {
    const arrived = new Set(items.flatMap((message) => (message.sender === me ? [message.client_id] : [])));
    const last = rows[rows.length - 1];
    let at = last?.at ?? 0;
    for (const entry of outgoing) {
      if (arrived.has(entry.client_id)) continue;
      // The device's clock may be behind the server's: what is on its way is never shown as older.
      at = Math.max(at, entry.at);
      add(
        { key: `c:${entry.client_id}`, seq: 0, outgoing: entry, isMine: true, at, startsNew: false },
        me,
        true,
      );
    }
  }
  const [first] = rows;
  if (first) first.top = hasBefore ? "more" : "start";
  return rows;
}

/** Index of the row to show for a place: the message itself, else the next one after it. */
export function rowOfSeq(rows: readonly Row[], seq: number): number {
  const exact = rows.findIndex((row) => row.seq >= seq && row.seq > 0);
  return exact >= 0 ? exact : rows.length - 1;
}
