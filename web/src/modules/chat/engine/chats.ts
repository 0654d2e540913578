import { asApiError } from "@/api/error";
import { primeCards } from "@/api/people";
import type { Chat } from "@/api/types";
import { chatApi } from "../api";
import { noTotals, type Totals, useTotals } from "../badge";
import { applyToEntry, needsRecount, newer, withMine } from "../model/entry";
import type { RoomEvent } from "../model/events";
import { listChats, missing, type Spot, spotOf, type View } from "../model/order";
import type { Level, Mine } from "../model/types";
import {
  type ChatState,
  forgetChat,
  patchChat,
  set,
  state,
  useChats,
  type ViewState,
  without,
} from "./store";

/** Chats in one request. */
const pageSize = 60;
const largestPage = 200;

/** Takes chats from an answer in. */
export function takeChats(answers: readonly Chat[]) {
  const { chats } = state();
  primeCards(answers.flatMap((chat) => (chat.peer ? [chat.peer] : [])));
  set({
    chats: { ...chats, ...Object.fromEntries(answers.map((chat) => [chat.id, newer(chats[chat.id], chat)])) },
  });
}

const patchView = (view: View, changes: Partial<ViewState>) =>
  set({ lists: { ...state().lists, [view]: { ...state().lists[view], ...changes } } });

/** Loads of views that are on their way. */
const loads = new Map<View, Promise<void>>();

function track(view: View, load: Promise<void>): Promise<void> {
  loads.set(view, load);
  return load.finally(() => {
    if (loads.get(view) === load) loads.delete(view);
  });
}

/** Loads the first page of a view, or all that was loaded of it again. */
export async function loadView(view: View, again = false): Promise<void> {
  const { me } = state();
  const running = loads.get(view);
  if (running) {
    if (!again) return;
    // What is on its way may have been answered before what is to be caught up with.
    await running;
    return state().me === me ? loadView(view, true) : undefined;
  }
  if (state().lists[view].state === "ready" && !again) return;
  await track(view, fetchView(view, again));
}

async function fetchView(view: View, again: boolean): Promise<void> {
  const known = state().lists[view];
  if (known.state !== "ready") patchView(view, { state: "loading" });
  const { me, chats: before, hidden } = state();
  try {
    const shown = again ? listChats(before, { view, hidden, edge: known.edge }).length : 0;
    const { items, next } = await firstChats(view, shown);
    if (state().me !== me) return;
    const last = items[items.length - 1];
    const edge = next && last ? spotOf(last) : null;
    if (again && view === "all") dropMissing(before, items, edge);
    takeChats(items);
    if (view === "all") unhide(items);
    patchView(view, { state: "ready", next, edge });
  } catch (thrown) {
    const error = asApiError(thrown);
    if (state().me === me) patchView(view, known.state === "ready" ? {} : { state: "failed", error });
  }
}

/** The first page of a view, and those after it until as many have come as were shown before. */
async function firstChats(view: View, shown: number): Promise<{ items: Chat[]; next: string | null }> {
  const items: Chat[] = [];
  let next: string | undefined;
  do {
    const limit = Math.min(largestPage, Math.max(pageSize, shown - items.length));
    const page = await chatApi.list(view, limit, next);
    items.push(...page.items);
    next = page.next ?? undefined;
  } while (next && items.length < shown);
  return { items, next: next ?? null };
}

/** What was known when it was asked and the server no longer lists is gone, or hidden on another device. */
function dropMissing(before: Readonly<Record<string, Chat>>, answered: readonly Chat[], edge: Spot | null) {
  const { open, hidden, chats } = state();
  const gone = missing(before, new Set(answered.map((chat) => chat.id)), edge);
  for (const id of gone) {
    if (hidden[id]) continue;
    // Somebody looks at this one: whether it is hidden or gone makes a difference. One that something happened in
    // meanwhile may have moved from a later page to one that was here already.
    if (id === open || chats[id] !== before[id]) refreshQuietly(id);
    else forgetChat(id);
  }
}

function unhide(answered: readonly Chat[]) {
  let { hidden } = state();
  for (const chat of answered) if (hidden[chat.id]) hidden = without(hidden, chat.id);
  if (hidden !== state().hidden) set({ hidden });
}

/** Loads the next page of a view. */
export async function loadMore(view: View): Promise<void> {
  const { me } = state();
  if (state().lists[view].state !== "ready") return;
  await loads.get(view);
  const { state: stage, next } = state().lists[view];
  if (state().me !== me || stage !== "ready" || !next) return;
  await track(view, fetchMore(view, next));
}

async function fetchMore(view: View, next: string): Promise<void> {
  patchView(view, { state: "loading" });
  const { me } = state();
  try {
    const page = await chatApi.list(view, pageSize, next);
    if (state().me !== me) return;
    takeChats(page.items);
    const last = page.items[page.items.length - 1];
    patchView(view, {
      state: "ready",
      next: page.next ?? null,
      edge: page.next && last ? spotOf(last) : null,
    });
  } catch {
    // The end of the list asks again when it is scrolled to.
    if (state().me === me) patchView(view, { state: "ready" });
  }
}

/** Chats that are being asked for, with the events that come meanwhile. */
const asked = new Map<string, { answer: Promise<Chat | null>; late: RoomEvent[] }>();

export function resetChats() {
  asked.clear();
  loads.clear();
}

/** Asks for a chat anew; callers at the same time share the answer. Null when it is not the reader's. */
export function refreshChat(id: string): Promise<Chat | null> {
  const running = asked.get(id);
  if (running) return running.answer;
  const late: RoomEvent[] = [];
  const { me } = state();
  const answer = chatApi.get(id).then(
    (chat) => {
      asked.delete(id);
      if (state().me !== me) return null;
      takeChats([chat]);
      for (const event of late.sort((a, b) => a.seq - b.seq)) applyToList(event);
      return state().chats[id] ?? null;
    },
    (thrown: unknown) => {
      asked.delete(id);
      const error = asApiError(thrown);
      if (error.isNotFound && state().me === me) forgetChat(id);
      if (error.isNotFound) return null;
      throw error;
    },
  );
  asked.set(id, { answer, late });
  return answer;
}

const refreshQuietly = (id: string) => void refreshChat(id).catch(() => undefined);

/** Brings an event into the list; where events are missing the chat is asked for as it is now. */
export function applyToList(event: RoomEvent) {
  const chat = state().chats[event.chat];
  const { change } = event;
  const running = asked.get(event.chat);
  if (!chat) {
    const goes = change.type === "dissolved" || (change.type === "left" && change.users.includes(state().me));
    if (running) running.late.push(event);
    else if (!goes) {
      refreshQuietly(event.chat);
      refreshTotals();
    }
    return;
  }
  if (event.seq <= chat.event_seq) return;
  if (event.seq > chat.event_seq + 1) {
    if (running) running.late.push(event);
    else {
      refreshQuietly(event.chat);
      asked.get(event.chat)?.late.push(event);
    }
    return;
  }
  const { me, hidden } = state();
  const recount = needsRecount(chat, event, me);
  const applied = applyToEntry(chat, event, me);
  if (applied.gone) {
    forgetChat(event.chat);
    refreshTotals();
    return;
  }
  const shows = change.type === "posted" && hidden[event.chat];
  set({
    chats: { ...state().chats, [event.chat]: applied.chat },
    ...(shows ? { hidden: without(hidden, event.chat) } : {}),
  });
  if (recount) refreshQuietly(event.chat);
}

let totalsTimer: ReturnType<typeof setTimeout> | undefined;
const totalsDelayMs = 800;

/** Asks for the totals once things have settled. */
export function refreshTotals(delay = totalsDelayMs) {
  clearTimeout(totalsTimer);
  totalsTimer = setTimeout(async () => {
    const { me } = state();
    if (me === "") return;
    try {
      const totals = await chatApi.unread();
      if (state().me === me)
        useTotals.setState({
          unread: totals.unread,
          mentions: totals.mentions,
        });
    } catch {
      // The next change asks again.
    }
  }, delay);
}

/** What a chat adds to the totals: nothing while it is hidden, as the server has it. */
function shareOf({ chats, hidden }: Pick<ChatState, "chats" | "hidden">, id: string): Totals {
  const me = chats[id]?.me;
  if (!me || hidden[id]) return noTotals;
  return {
    unread: me.muted ? 0 : me.unread,
    mentions: me.mentions,
  };
}

function sums(now: ChatState, before: ChatState): Totals {
  const delta = { ...noTotals };
  for (const [id, chat] of Object.entries(now.chats)) {
    const old = before.chats[id];
    if (!old || (old === chat && now.hidden[id] === before.hidden[id])) continue;
    const [is, was] = [shareOf(now, id), shareOf(before, id)];
    delta.unread += is.unread - was.unread;
    delta.mentions += is.mentions - was.mentions;
  }
  return delta;
}

/** Moves the totals along with what changes in the list, at once; the server's count follows. */
export function followTotals(): () => void {
  return useChats.subscribe((now, before) => {
    if ((now.chats === before.chats && now.hidden === before.hidden) || now.me !== before.me) return;
    const delta = sums(now, before);
    if (delta.unread === 0 && delta.mentions === 0) return;
    const totals = useTotals.getState();
    useTotals.setState({
      unread: Math.max(0, totals.unread + delta.unread),
      mentions: Math.max(0, totals.mentions + delta.mentions),
    });
    refreshTotals(5000);
  });
}

/** The reader's own side as another device changed it. `hidden` is told only when it was chosen there. */
export function heardMine(id: string, mine: Mine, hidden?: boolean) {
  const before = state();
  const isPutOnTop = mine.pinned && before.chats[id]?.me.pinned === false;
  patchChat(id, (known) => withMine(known, mine));
  if (hidden) set({ hidden: { ...before.hidden, [id]: true } });
  // What is put on top shows.
  else if (before.hidden[id] && (hidden === false || isPutOnTop)) set({ hidden: without(before.hidden, id) });
}

/** The level with muting or unmuting. What it was before it was muted only the server knows: its answer follows. */
function levelAfter(level: Level, muted: boolean | undefined): Level {
  if (muted === undefined) return level;
  if (muted) return "none";
  return level === "none" ? "all" : level;
}

/** Pins, mutes or hides a chat: at once here, then on the server. */
export async function settleChat(
  id: string,
  choice: { level?: Level; muted?: boolean; pinned?: boolean; hidden?: boolean },
): Promise<void> {
  const before = state().chats[id];
  if (!before) return;
  const level = choice.level ?? levelAfter(before.me.level, choice.muted);
  const pinned = choice.pinned ?? before.me.pinned;
  patchChat(id, (chat) => ({ ...chat, me: { ...chat.me, level, muted: level === "none", pinned } }));
  const { hidden } = state();
  const hides = choice.hidden ?? (choice.pinned ? false : undefined);
  if (hides !== undefined) set({ hidden: hides ? { ...hidden, [id]: true } : without(hidden, id) });
  try {
    const mine = await chatApi.settle(id, choice);
    patchChat(id, (chat) => withMine(chat, mine));
  } catch (error) {
    patchChat(id, (chat) => ({
      ...chat,
      me: { ...chat.me, level: before.me.level, muted: before.me.muted, pinned: before.me.pinned },
    }));
    if (hides !== undefined) {
      const now = state().hidden;
      set({ hidden: hidden[id] ? { ...now, [id]: true } : without(now, id) });
    }
    throw error;
  }
}
