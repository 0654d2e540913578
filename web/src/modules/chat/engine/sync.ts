import { type LiveEvent, live } from "@/api/live";
import type { Draft, Message } from "@/api/types";
import { noTotals, useTotals } from "../badge";
import { fromFrame, type RoomEvent } from "../model/events";
import type { Mine } from "../model/types";
import { applyToList, followTotals, heardMine, loadView, refreshTotals, resetChats } from "./chats";
import { heardDraft, resetDrafts, restoreDrafts, saveDrafts, saveRestored, sentElsewhere } from "./drafts";
import { heardOfPins } from "./pins";
import { flushReads, heardRead, moveMarkTo, resetReading } from "./reading";
import { applyToRoom, catchUpRoom, loadMarks, reopenRoom, resetRooms } from "./rooms";
import { arrivedAs, clearArrived, isOurs, pumpAll, resetSending, restoreOutbox } from "./send";
import { blank, forgetAll, set, state, useChats, without } from "./store";

/** A typing signal is believed this long; the sender repeats it while typing. */
const typingMs = 5000;

type Watcher = (message: Message) => void;
const watchers = new Set<Watcher>();

/** Hears each new message of others as it comes, for notices. */
export function onMessage(watcher: Watcher): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

const typingTimers = new Map<string, ReturnType<typeof setTimeout>>();

function typed(chat: string, user: string) {
  const until = Date.now() + typingMs;
  const { typing } = state();
  set({ typing: { ...typing, [chat]: { ...typing[chat], [user]: until } } });
  const key = `${chat} ${user}`;
  clearTimeout(typingTimers.get(key));
  typingTimers.set(
    key,
    setTimeout(() => stopped(chat, user), typingMs),
  );
}

function stopped(chat: string, user: string) {
  const { typing } = state();
  if (typing[chat]?.[user] === undefined) return;
  set({ typing: { ...typing, [chat]: without(typing[chat] ?? {}, user) } });
}

function hearEvent(event: RoomEvent) {
  const { me, chats } = state();
  const isNews = event.seq > (chats[event.chat]?.event_seq ?? 0);
  applyToRoom(event);
  applyToList(event);
  const { change, chat } = event;
  heardOfPins(chat, change);
  if (change.type === "posted") {
    const { message } = change;
    const isNote = message.kind === "system";
    moveMarkTo(chat, message.sender, message.seq);
    if (!isNote) stopped(chat, message.sender);
    if (message.sender === me) {
      if (message.client_id && isOurs(message.client_id)) arrivedAs(message.client_id);
      // A note of what one did here, such as a new name, has sent nothing that is being written.
      else if (!isNote) sentElsewhere(chat);
    } else if (isNews) for (const watcher of watchers) watcher(message);
  }
  if (change.type === "joined" || change.type === "left") {
    if (state().marks[chat] !== undefined) void loadMarks(chat);
  }
}

interface Signals {
  "chat.typing": { chat: string; user: string };
  "chat.read": Parameters<typeof heardRead>[0];
  "chat.me": { chat: string; me: Mine; hidden?: boolean };
  "chat.draft": { chat: string; draft: Draft | null };
}

function hearSignal(kind: string, data: unknown) {
  if (kind === "chat.typing") {
    const { chat, user } = data as Signals["chat.typing"];
    if (user !== state().me) typed(chat, user);
  } else if (kind === "chat.read") heardRead(data as Signals["chat.read"]);
  else if (kind === "chat.draft") {
    const { chat, draft } = data as Signals["chat.draft"];
    heardDraft(chat, draft ?? null);
  } else if (kind === "chat.me") {
    const { chat, me, hidden } = data as Signals["chat.me"];
    heardMine(chat, me, hidden);
  }
}

function hear(frame: LiveEvent) {
  if (state().me === "") return;
  const event = fromFrame(frame);
  if (event) hearEvent(event);
  else if (frame.type === "signal") hearSignal(frame.kind, frame.data);
}

/** An answer asked for this long before the connection opened may be older than it. */
const promptMs = 1000;
let askedAt = 0;

/**
 * With each connection: the list as it is now, what open rooms have missed, and what waited to be told. The first one
 * may open long after the list came, and misses what happened between; while nothing has come yet, nothing is missed.
 */
async function resume(isFirst: boolean) {
  const { open: shown, faults } = state();
  const fault = shown ? faults[shown] : undefined;
  // What could not be opened for want of a connection is opened now.
  if (shown && fault && !fault.isNotFound) void reopenRoom(shown);
  if (isFirst && state().lists.all.state === "loading" && Date.now() - askedAt < promptMs) return;
  pumpAll();
  flushReads();
  saveDrafts();
  set({ typing: {} });
  const { open } = state();
  if (open) {
    void catchUpRoom(open);
    void loadMarks(open);
  }
  const { me } = state();
  await loadView("all", true);
  if (state().me !== me) return;
  // After the list, whose changes move the totals too.
  refreshTotals(0);
  const { lists, rooms, chats } = state();
  for (const view of ["unread", "mentions"] as const) {
    if (lists[view].state === "ready" || lists[view].state === "failed") void loadView(view, true);
  }
  for (const room of Object.values(rooms)) {
    if ((chats[room.chat]?.event_seq ?? 0) > room.eventSeq) void catchUpRoom(room.chat);
  }
}

let holders = 0;
let stop: (() => void) | undefined;

function begin(me: string) {
  set({ ...blank, me });
  restoreOutbox();
  restoreDrafts();
  const stops = [
    live.subscribe("chat.", hear),
    live.onReconnect((isFirst) => void resume(isFirst)),
    followTotals(),
    // The room may show a message only after its answer came: then its entry leaves.
    useChats.subscribe((now, before) => {
      if (now.rooms === before.rooms) return;
      for (const entry of now.outbox) {
        if (entry.state === "sent" && now.rooms[entry.chat] !== before.rooms[entry.chat]) {
          queueMicrotask(() => clearArrived(entry.chat));
        }
      }
    }),
  ];
  const leave = () => {
    saveDrafts(true);
    flushReads(true);
  };
  window.addEventListener("pagehide", leave);
  window.addEventListener("online", pumpAll);
  stop = () => {
    for (const end of stops) end();
    window.removeEventListener("pagehide", leave);
    window.removeEventListener("online", pumpAll);
    resetChats();
    resetRooms();
    resetSending();
    resetReading();
    resetDrafts();
    for (const timer of typingTimers.values()) clearTimeout(timer);
    typingTimers.clear();
    forgetAll();
    useTotals.setState(noTotals);
  };
  askedAt = Date.now();
  // What was typed and not told before a reload is told once the server's own is known.
  void loadView("all").then(() => {
    if (state().me === me) saveRestored();
  });
  refreshTotals(0);
  pumpAll();
}

/** Follows the chats of a person until the returned function is called by everyone who called this. */
export function follow(me: string): () => void {
  if (holders === 0 || state().me !== me) {
    stop?.();
    begin(me);
  }
  holders += 1;
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    holders -= 1;
    if (holders > 0) return;
    stop?.();
    stop = undefined;
  };
}
