import { randomId } from "@/api/client";
import { asApiError } from "@/api/error";
import { useLive } from "@/api/live";
import type { StoredFile } from "@/api/types";
import { chatApi } from "../api";
import {
  again,
  begin,
  drop,
  enqueue,
  nextAt,
  nextToSend,
  type Outbox,
  type Outcome,
  restore,
  settle,
  waitingChats,
} from "../model/outbox";
import { lastSeq, place } from "../model/room";
import type { Outgoing, Quote } from "../model/types";
import { postedHere } from "./drafts";
import { keptOutbox } from "./kept";
import { catchUpRoom } from "./rooms";
import { patchRoom, set, state } from "./store";

/** Waits between attempts while the server does not answer, in ms. */
const delays = [1000, 2000, 5000, 10_000, 20_000];
/** A server that keeps failing on one message must not hold up the rest for ever. */
const mostFailures = 8;
/** No answer for so long counts as none; the same name makes another attempt harmless. */
const patienceMs = 20_000;

const failures = new Map<string, number>();
/** Names of what was sent from here. Its event may come after its entry has left. */
const ours = new Set<string>();

export const isOurs = (clientId: string) =>
  ours.has(clientId) || state().outbox.some((entry) => entry.client_id === clientId);
let timer: ReturnType<typeof setTimeout> | undefined;

function save(outbox: Outbox) {
  const { me, outbox: before } = state();
  set({ outbox });
  const left = new Map(before.map((entry) => [entry.client_id, entry]));
  for (const entry of outbox) {
    const known = left.get(entry.client_id);
    left.delete(entry.client_id);
    if (entry === known) continue;
    if (entry.state === "sent") keptOutbox.drop(me, entry.client_id);
    else keptOutbox.put(me, entry.client_id, entry);
  }
  for (const id of left.keys()) keptOutbox.drop(me, id);
}

/** Takes up what a reload interrupted. */
export const restoreOutbox = () => set({ outbox: restore(Object.values(keptOutbox.all(state().me))) });

export function resetSending() {
  clearTimeout(timer);
  failures.clear();
  ours.clear();
}

/** Server time, so that what is on its way stands after what has come. */
const writtenAt = () => nextAt(state().outbox, Date.now() + useLive.getState().skew);

/** Writes a message: it shows at once and travels in the order of writing. */
export function send(chat: string, text: string, reply: Quote | null, files: readonly StoredFile[]): void {
  const entry: Outgoing = {
    client_id: randomId(),
    chat,
    text,
    reply_to: reply,
    files,
    at: writtenAt(),
    state: "waiting",
  };
  save(enqueue(state().outbox, entry));
  void pump(chat);
}

async function pump(chat: string): Promise<void> {
  const entry = nextToSend(state().outbox, chat);
  if (!entry) return;
  const { me } = state();
  ours.add(entry.client_id);
  save(begin(state().outbox, entry.client_id));
  const outcome = await attempt(entry);
  if (state().me !== me) return;
  save(settle(state().outbox, entry.client_id, outcome));
  if (outcome.type === "later") return retryLater();
  failures.delete(entry.client_id);
  if (outcome.type === "sent") {
    clearArrived(chat);
    postedHere(chat);
  }
  await pump(chat);
}

async function attempt(entry: Outgoing): Promise<Outcome> {
  try {
    const body = {
      text: entry.text,
      client_id: entry.client_id,
      ...(entry.reply_to ? { reply_to: entry.reply_to.id } : {}),
      ...(entry.files.length > 0 ? { files: entry.files.map((file) => file.id) } : {}),
    };
    const message = await chatApi.post(entry.chat, body, AbortSignal.timeout(patienceMs));
    patchRoom(entry.chat, (room) => place(room, message));
    const room = state().rooms[entry.chat];
    // Others' messages came between and their events have not: without them this one has no place yet.
    if (room && !room.hasAfter && lastSeq(room) < message.seq) void catchUpRoom(entry.chat);
    return { type: "sent", seq: message.seq };
  } catch (thrown) {
    const error = asApiError(thrown);
    const count = (failures.get(entry.client_id) ?? 0) + 1;
    failures.set(entry.client_id, count);
    const isTimeout = thrown instanceof DOMException;
    const mayPass = isTimeout || error.isNetwork || error.status === 429 || error.status >= 500;
    if (mayPass && (error.isNetwork || isTimeout || count < mostFailures)) return { type: "later" };
    return { type: "refused", problem: error.title };
  }
}

function retryLater() {
  clearTimeout(timer);
  const worst = Math.max(1, ...failures.values());
  timer = setTimeout(pumpAll, delays[Math.min(worst, delays.length) - 1]);
}

/** Sends what waits, as when the connection is back. */
export function pumpAll() {
  for (const chat of waitingChats(state().outbox)) void pump(chat);
}

/** Entries whose message stands in the room, or in a part of the chat that is not shown, have done their work. */
export function clearArrived(chat: string) {
  const { outbox, rooms } = state();
  const room = rooms[chat];
  const arrived = outbox.filter((entry) => {
    if (entry.chat !== chat) return false;
    if (entry.state !== "sent" || entry.seq === undefined) return false;
    return !room || room.hasAfter || lastSeq(room) >= entry.seq;
  });
  if (arrived.length === 0) return;
  save(arrived.reduce((left, entry) => drop(left, entry.client_id), outbox));
}

/** Takes an entry out whose message came as an event before the answer. */
export function arrivedAs(clientId: string) {
  const { outbox } = state();
  const entry = outbox.find((known) => known.client_id === clientId);
  if (entry && entry.state !== "sending") save(drop(outbox, clientId));
}

export function retry(clientId: string) {
  const entry = state().outbox.find((known) => known.client_id === clientId);
  if (!entry) return;
  failures.delete(clientId);
  save(again(state().outbox, clientId, writtenAt()));
  void pump(entry.chat);
}

export const discard = (clientId: string) => save(drop(state().outbox, clientId));
