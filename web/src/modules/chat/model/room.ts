import type { Message } from "@/api/types";
import type { Change, RoomEvent } from "./events";
import { patchMessage, patchQuoting } from "./patch";
import type { Stretch } from "./types";

/**
 * The part of a chat that is loaded: messages without a hole between the first and the last, and how far its events
 * have been followed. All functions here are pure, and applying anything twice changes nothing.
 */
export interface Room {
  chat: string;
  /** Ascending by `seq`, which has no gaps. */
  items: readonly Message[];
  hasBefore: boolean;
  hasAfter: boolean;
  /** Events up to this one are in `items`. */
  eventSeq: number;
  /** Events that came before those between. */
  held: readonly RoomEvent[];
  /** Events applied while pages are on their way: a page may have been read before they happened. */
  log: readonly RoomEvent[];
  /** Pages on their way. */
  flights: number;
  /** Counts the times that `items` was replaced by another part of the chat. */
  version: number;
}

/** Messages kept at most; beyond it the far end is let go and fetched again when it is scrolled to. */
export const mostItems = 1200;

/** Events held at most while one between is missing; beyond it the catch-up brings them all anyway. */
const mostHeld = 500;

/** A room before its first page. Events from `eventSeq` on are expected. */
export function emptyRoom(chat: string, eventSeq: number): Room {
  return {
    chat,
    items: [],
    hasBefore: false,
    hasAfter: true,
    eventSeq,
    held: [],
    log: [],
    flights: 0,
    version: 0,
  };
}

/** Index of the message at this place, or -1. */
export function indexOfSeq(items: readonly Message[], seq: number): number {
  const first = items[0];
  if (!first) return -1;
  const guess = seq - first.seq;
  if (items[guess]?.seq === seq) return guess;
  return items.findIndex((message) => message.seq === seq);
}

export const firstSeq = (room: Room) => room.items[0]?.seq ?? 0;
export const lastSeq = (room: Room) => room.items[room.items.length - 1]?.seq ?? 0;

function replaceAt(items: readonly Message[], index: number, message: Message): readonly Message[] {
  if (items[index] === message) return items;
  const copy = [...items];
  copy[index] = message;
  return copy;
}

/** Adds a message at the end if that is where it belongs. */
function append(room: Room, message: Message): Room {
  const index = indexOfSeq(room.items, message.seq);
  if (index >= 0 || room.hasAfter) return room;
  const last = lastSeq(room);
  if (room.items.length > 0 && message.seq < firstSeq(room)) return room;
  // A hole would be a lie: what lies between is fetched as a page.
  if (room.items.length > 0 && message.seq !== last + 1) return { ...room, hasAfter: true };
  return { ...room, items: [...room.items, message] };
}

function applyChange(room: Room, change: Change, me: string): Room {
  if (change.type === "posted") return append(room, { ...change.message, ...mineOf(change.message, me) });
  if (!("message" in change) || typeof change.message !== "string") return room;
  let { items } = room;
  const index = indexOfSeq(items, change.seq);
  const target = items[index];
  if (target) items = replaceAt(items, index, patchMessage(target, change, me));
  if (change.type === "edited" || change.type === "recalled") {
    items = items.some((message) => message.reply_to?.id === change.message)
      ? items.map((message) => patchQuoting(message, change))
      : items;
  }
  return items === room.items ? room : { ...room, items };
}

/** Frames are shared by all members, so they cannot say whose a reaction is. */
function mineOf(message: Message, me: string): Partial<Message> {
  if (message.reactions.length === 0) return {};
  const reactions = message.reactions.map((reaction) => ({
    ...reaction,
    mine: reaction.mine || reaction.users.includes(me),
  }));
  return { reactions };
}

/** Takes an event in. `isBehind` says that events between are missing and must be asked for. */
export function receive(room: Room, event: RoomEvent, me: string): { room: Room; isBehind: boolean } {
  if (event.seq <= room.eventSeq) return { room, isBehind: room.held.length > 0 };
  if (event.seq > room.eventSeq + 1) {
    const isKnown = room.held.some((held) => held.seq === event.seq);
    const held = isKnown ? room.held : [...room.held, event].slice(-mostHeld);
    return { room: { ...room, held }, isBehind: true };
  }
  let next = step(room, event, me);
  for (;;) {
    const following = next.held.find((held) => held.seq === next.eventSeq + 1);
    if (!following) break;
    next = step(next, following, me);
  }
  const held = next.held.filter((entry) => entry.seq > next.eventSeq);
  return { room: { ...next, held }, isBehind: held.length > 0 };
}

function step(room: Room, event: RoomEvent, me: string): Room {
  const log = room.flights > 0 ? [...room.log, event] : room.log;
  return { ...applyChange(room, event.change, me), eventSeq: event.seq, log };
}

/** Takes in events of the catch-up, in order. */
export function catchUp(room: Room, events: readonly RoomEvent[], me: string): Room {
  let next = room;
  for (const event of events) {
    // What happened may lie before what the reader may see, so that places are skipped: the order is what counts.
    if (event.seq > next.eventSeq) next = step(next, event, me);
  }
  const early = next.held.filter((held) => held.seq > next.eventSeq);
  next = { ...next, held: [] };
  for (const event of early.sort((a, b) => a.seq - b.seq)) next = receive(next, event, me).room;
  return next;
}

/** What a page was asked for: the state of the room then. */
export interface Ticket {
  eventSeq: number;
  version: number;
}

/** A page is asked for: what happens until it arrives is remembered. */
export function depart(room: Room): { room: Room; ticket: Ticket } {
  const { eventSeq, version } = room;
  return { room: { ...room, flights: room.flights + 1 }, ticket: { eventSeq, version } };
}

/** A page arrived, or failed and brings nothing. */
export function land(room: Room): Room {
  const flights = Math.max(0, room.flights - 1);
  return { ...room, flights, log: flights === 0 ? [] : room.log };
}

/** Applies what happened while the page was on its way; none of it does harm twice. */
function replay(room: Room, ticket: Ticket, me: string): Room {
  let next = room;
  for (const event of room.log) if (event.seq > ticket.eventSeq) next = applyChange(next, event.change, me);
  return next;
}

/** Shows another part of the chat. */
export function showStretch(room: Room, page: Stretch, ticket: Ticket, me: string): Room {
  const shown: Room = {
    ...room,
    items: page.items,
    hasBefore: page.has_before,
    hasAfter: page.has_after,
    version: room.version + 1,
  };
  return replay(shown, ticket, me);
}

/** Adds earlier messages. */
export function addBefore(room: Room, page: Stretch, ticket: Ticket, me: string): Room {
  const first = room.items[0];
  if (!first || ticket.version !== room.version) return room;
  const fresh = page.items.filter((message) => message.seq < first.seq);
  const last = fresh[fresh.length - 1];
  if (last ? last.seq !== first.seq - 1 : page.items.length > 0) return room;
  return replay({ ...room, items: [...fresh, ...room.items], hasBefore: page.has_before }, ticket, me);
}

/** Adds later messages. */
export function addAfter(room: Room, page: Stretch, ticket: Ticket, me: string): Room {
  const last = room.items[room.items.length - 1];
  if (!last || ticket.version !== room.version) return room;
  const fresh = page.items.filter((message) => message.seq > last.seq);
  const head = fresh[0];
  if (head ? head.seq !== last.seq + 1 : page.items.length > 0) return room;
  return replay({ ...room, items: [...room.items, ...fresh], hasAfter: page.has_after }, ticket, me);
}

/**
 * Lets go of the messages farthest from the reader. At the start the rest counts as another part of the chat, since a
 * list that loses rows above the screen cannot keep still.
 */
export function trim(room: Room, side: "start" | "end"): Room {
  const surplus = room.items.length - mostItems;
  if (surplus <= 0) return room;
  return side === "end"
    ? { ...room, items: room.items.slice(0, mostItems), hasAfter: true }
    : { ...room, items: room.items.slice(surplus), hasBefore: true, version: room.version + 1 };
}

/** Puts a message in place that the server just answered with: one's own post, or one asked for again. */
export function place(room: Room, message: Message): Room {
  const index = indexOfSeq(room.items, message.seq);
  if (index >= 0) return { ...room, items: replaceAt(room.items, index, message) };
  // Others' messages may still be on their way: then the event brings this one after them.
  return message.seq === lastSeq(room) + 1 || room.items.length === 0 ? append(room, message) : room;
}
