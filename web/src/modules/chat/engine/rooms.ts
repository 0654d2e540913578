import { asApiError } from "@/api/error";
import type { Chat, Message } from "@/api/types";
import { chatApi } from "../api";
import { fromHistory, type RoomEvent } from "../model/events";
import { isUnsure } from "../model/patch";
import { hasMarks } from "../model/reads";
import {
  addAfter,
  addBefore,
  catchUp,
  depart,
  emptyRoom,
  firstSeq,
  indexOfSeq,
  land,
  lastSeq,
  place,
  type Room,
  receive,
  showStretch,
  type Ticket,
  trim,
} from "../model/room";
import type { Stretch } from "../model/types";
import { refreshChat } from "./chats";
import { heardOfPins, refreshPins } from "./pins";
import { moveMarkTo } from "./reading";
import { notHere, patchRoom, set, state, without } from "./store";

const pageSize = 50;
/** Events in one answer of the catch-up. */
const eventsAtOnce = 200;
/** Further behind than this, the part on the screen is loaded anew instead. */
const mostBehind = 1000;
/** Rooms that stay loaded, so that going back to one is instant. */
const mostRooms = 8;

let recent: readonly string[] = [];
/** Loads on their way, by chat and direction. */
const running = new Map<string, Promise<void>>();
/** The last place each room was asked to show; an answer for an earlier wish is dropped. */
const wishes = new Map<string, number>();
let nextWish = 1;
/** Where a room was to open that could not. */
const failedAt = new Map<string, number | "latest" | undefined>();

export function resetRooms() {
  recent = [];
  running.clear();
  wishes.clear();
  failedAt.clear();
}

function once(key: string, load: () => Promise<void>): Promise<void> {
  const known = running.get(key);
  if (known) return known;
  const load_ = load().finally(() => running.delete(key));
  running.set(key, load_);
  return load_;
}

/** Fetches a page and merges it with what happened meanwhile. Rejects when it did not come. */
async function fly(
  id: string,
  ask: () => Promise<Stretch>,
  merge: (room: Room, page: Stretch, ticket: Ticket, me: string) => Room,
): Promise<void> {
  const { me } = state();
  const before = state().rooms[id];
  if (!before) return;
  const { room, ticket } = depart(before);
  patchRoom(id, () => room);
  try {
    const page = await ask();
    if (state().me === me) patchRoom(id, (now) => land(merge(now, page, ticket, me)));
  } catch (error) {
    if (state().me === me) patchRoom(id, land);
    throw error;
  }
}

function keep(id: string) {
  recent = [id, ...recent.filter((other) => other !== id)];
  const { rooms, open } = state();
  let left = rooms;
  for (const old of recent.slice(mostRooms)) if (old !== open) left = without(left, old);
  recent = recent.slice(0, mostRooms);
  if (left !== rooms) set({ rooms: left });
}

/** Where a chat opens: where reading stopped, else at its end. */
export function openingPlace(chat: Chat): number | "latest" {
  if (chat.me.unread === 0) return "latest";
  return Math.max(chat.me.read_seq + 1, chat.me.history_from);
}

/** Loads the part of a chat around a place, unless it is there already. */
export async function showPlace(id: string, where: number | "latest"): Promise<void> {
  const wish = nextWish++;
  wishes.set(id, wish);
  keep(id);
  const chat = state().chats[id] ?? (await refreshChat(id));
  if (!chat) throw notHere();
  const known = state().rooms[id];
  if (known && isThere(known, where)) return;
  if (!known) set({ rooms: { ...state().rooms, [id]: emptyRoom(id, chat.event_seq) } });
  const query = where === "latest" ? { limit: pageSize } : { around: where, limit: pageSize };
  await fly(
    id,
    () => chatApi.messages(id, query),
    (room, page, ticket, me) => (wishes.get(id) === wish ? showStretch(room, page, ticket, me) : room),
  );
}

function isThere(room: Room, where: number | "latest"): boolean {
  // A room without a first page was never shown.
  if (room.version === 0) return false;
  return where === "latest" ? !room.hasAfter : indexOfSeq(room.items, where) >= 0;
}

/** Opens a room for reading; a fault is kept for the page to show. */
export async function openRoom(id: string, where?: number | "latest"): Promise<void> {
  const { faults, me } = state();
  if (faults[id]) set({ faults: without(faults, id) });
  try {
    const chat = state().chats[id] ?? (await refreshChat(id));
    if (!chat) throw notHere();
    await showPlace(id, where ?? openingPlace(chat));
    void loadMarks(id);
  } catch (thrown) {
    if (state().me !== me) return;
    const error = asApiError(thrown);
    failedAt.set(id, where);
    set({ faults: { ...state().faults, [id]: error } });
    // The list may not know yet that the reader is no member any more.
    if (error.isNotFound && state().chats[id]) void refreshChat(id).catch(() => undefined);
  }
}

/** Opens a room again that could not be opened, at the place that was wanted. */
export const reopenRoom = (id: string) => openRoom(id, failedAt.get(id));

/** Loads the messages before or after those that are there. Quiet: scrolling there again asks again. */
export function extend(id: string, side: "before" | "after"): Promise<void> {
  const room = state().rooms[id];
  if (!room || (side === "before" ? !room.hasBefore : !room.hasAfter) || room.items.length === 0) {
    return Promise.resolve();
  }
  return once(`${id} ${side} ${room.version}`, () =>
    (side === "before"
      ? fly(id, () => chatApi.messages(id, { before: firstSeq(room), limit: pageSize }), addBefore)
      : fly(id, () => chatApi.messages(id, { after: lastSeq(room), limit: pageSize }), addAfter)
    ).catch(() => undefined),
  );
}

/** A room that nobody looks at must not grow with each message: its start is fetched again when it is scrolled to. */
const atRest = (room: Room) => (room.chat === state().open ? room : trim(room, "start"));

export const trimRoom = (id: string, side: "start" | "end") => patchRoom(id, (room) => trim(room, side));

/** Brings an event into a loaded room, and asks for those between when there is a gap. */
export function applyToRoom(event: RoomEvent) {
  const room = state().rooms[event.chat];
  if (!room) return;
  const { me } = state();
  const { change } = event;
  const shown = change.type === "reacted" ? room.items[indexOfSeq(room.items, change.seq)] : undefined;
  const unsure = event.seq > room.eventSeq && shown !== undefined && isUnsure(shown, change, me);
  const { room: next, isBehind } = receive(room, event, me);
  patchRoom(event.chat, () => atRest(next));
  if (unsure && shown) void refreshMessage(shown.id);
  if (isBehind) void catchUpRoom(event.chat);
}

/** Asks for the events that a room has missed, until it has them all. */
export function catchUpRoom(id: string): Promise<void> {
  return once(`${id} events`, async () => {
    const { me } = state();
    try {
      for (;;) {
        const room = state().rooms[id];
        if (!room) return;
        const answer = await chatApi.events(id, room.eventSeq, eventsAtOnce);
        if (state().me !== me) return;
        if (answer.event_seq - room.eventSeq > mostBehind) return void (await reload(id, answer.event_seq));
        const events = answer.items.map((item) => fromHistory(id, item));
        patchRoom(id, (now) => atRest(catchUp(now, events, me)));
        for (const { change } of events) {
          if (change.type === "posted") moveMarkTo(id, change.message.sender, change.message.seq);
          heardOfPins(id, change);
        }
        if (!answer.next || answer.items.length === 0) return;
      }
    } catch (error) {
      // The next event or the next connection asks again, unless there is nothing any more to ask for.
      if (asApiError(error).isNotFound) void refreshChat(id).catch(() => undefined);
    }
  });
}

/** Loads the part on the screen anew, as after a long absence. */
async function reload(id: string, eventSeq: number) {
  const room = state().rooms[id];
  const middle = room?.items[Math.floor(room.items.length / 2)];
  if (!room || !middle) return;
  patchRoom(id, (now) => ({ ...now, eventSeq, held: [], log: [] }));
  refreshPins(id);
  const query = room.hasAfter ? { around: middle.seq, limit: pageSize } : { limit: pageSize };
  await fly(id, () => chatApi.messages(id, query), showStretch);
}

/** Asks for one message anew, where an event did not tell enough. */
export async function refreshMessage(message: string): Promise<Message | null> {
  try {
    const fresh = await chatApi.message(message);
    patchRoom(fresh.chat, (room) => (indexOfSeq(room.items, fresh.seq) >= 0 ? place(room, fresh) : room));
    return fresh;
  } catch {
    return null;
  }
}

/** How far everyone has read, in chats small enough to tell. */
export async function loadMarks(id: string): Promise<void> {
  const chat = state().chats[id];
  const { me } = state();
  if (!chat) return;
  if (!hasMarks(chat)) return set({ marks: { ...state().marks, [id]: null } });
  try {
    const { items } = await chatApi.reads(id);
    if (state().me !== me) return;
    const known = state().marks[id] ?? {};
    const marks = Object.fromEntries(
      items.map(({ user, joined_seq, read_seq }) => [
        user,
        { joined: joined_seq, read: Math.max(read_seq, known[user]?.read ?? 0) },
      ]),
    );
    set({ marks: { ...state().marks, [id]: items.length > 0 ? marks : null } });
  } catch {
    // Without marks a message says nothing about who has read it.
  }
}
