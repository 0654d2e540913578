import type { Outgoing } from "./types";

/** What became of an attempt to send. */
export type Outcome =
  | { type: "sent"; seq: number }
  /** No answer, or the server is busy: worth another attempt by itself. */
  | { type: "later" }
  /** The server refused it: only its writer can help. */
  | { type: "refused"; problem: string };

export type Outbox = readonly Outgoing[];

const change = (outbox: Outbox, clientId: string, changes: Partial<Outgoing>): Outbox =>
  outbox.map((entry) => (entry.client_id === clientId ? { ...entry, ...changes } : entry));

/** Puts a message at the end of its chat's queue. The same one twice is there once. */
export function enqueue(outbox: Outbox, entry: Outgoing): Outbox {
  return outbox.some((known) => known.client_id === entry.client_id) ? outbox : [...outbox, entry];
}

/**
 * The message of a chat to send now: the first that waits, and none while one is on its way, so that the order of
 * writing is the order of places. A refused one lets the others pass.
 */
export function nextToSend(outbox: Outbox, chat: string): Outgoing | undefined {
  const queue = outbox.filter((entry) => entry.chat === chat);
  if (queue.some((entry) => entry.state === "sending")) return undefined;
  return queue.find((entry) => entry.state === "waiting");
}

/** Chats in which something waits. */
export function waitingChats(outbox: Outbox): string[] {
  return [...new Set(outbox.filter((entry) => entry.state === "waiting").map((entry) => entry.chat))];
}

export const begin = (outbox: Outbox, clientId: string): Outbox =>
  change(outbox, clientId, { state: "sending" });

export function settle(outbox: Outbox, clientId: string, outcome: Outcome): Outbox {
  if (outcome.type === "sent") return change(outbox, clientId, { state: "sent", seq: outcome.seq });
  if (outcome.type === "later") return change(outbox, clientId, { state: "waiting" });
  return change(outbox, clientId, { state: "failed", problem: outcome.problem });
}

export const drop = (outbox: Outbox, clientId: string): Outbox =>
  outbox.filter((entry) => entry.client_id !== clientId);

/** Tries a refused one again, behind what was written since. */
export function again(outbox: Outbox, clientId: string, at: number): Outbox {
  const entry = outbox.find((known) => known.client_id === clientId);
  if (entry?.state !== "failed") return outbox;
  const { problem: _, ...rest } = entry;
  return [...drop(outbox, clientId), { ...rest, at, state: "waiting" }];
}

/** A time for the next entry: later than that of each before it, since after a reload times tell the order. */
export const nextAt = (outbox: Outbox, now: number): number =>
  Math.max(now, ...outbox.map((entry) => entry.at + 1));

const isEntry = (value: unknown): value is Outgoing => {
  const entry = value as Partial<Outgoing> | null;
  return (
    typeof entry?.client_id === "string" &&
    typeof entry.chat === "string" &&
    typeof entry.text === "string" &&
    typeof entry.at === "number" &&
    Array.isArray(entry.files)
  );
};

/**
 * What survives a reload, in the order of writing. What was on its way waits again, also when another tab may be
 * sending it: its `client_id` keeps it from being posted twice.
 */
export function restore(stored: readonly unknown[]): Outbox {
  return stored
    .filter(isEntry)
    .filter((entry) => entry.state !== "sent")
    .map((entry) => ({
      ...entry,
      state: entry.state === "failed" ? ("failed" as const) : ("waiting" as const),
    }))
    .sort((a, b) => a.at - b.at);
}
