import { asApiError } from "@/api/error";
import { primeCards } from "@/api/people";
import type { Chat } from "@/api/types";
import { chatApi } from "../api";
import { type Totals, useTotals } from "../badge";
import { applyToEntry, needsRecount, withMine } from "../model/entry";
import type { RoomEvent } from "../model/events";
import { missing, spotOf, type View } from "../model/order";
import { forgetChat, patchChat, set, state, useChats, type ViewState, without } from "./store";

/** Chats in one request. */
const pageSize = 60;
const largestPage = 200;

/** The newer of two answers about a chat, with the reading done here meanwhile. */
function newer(known: Chat | undefined, answer: Chat): Chat {
  if (!known) return answer;
  if (known.event_seq > answer.event_seq) return known;
  return answer.me.read_seq >= known.me.read_seq
    ? answer
    : withMine(answer, { ...answer.me, read_seq: known.me.read_seq });
}

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

/** Loads the first page of a view, or all that was loaded of it again. */
export async function loadView(view: View, again = false): Promise<void> {
  const known = state().lists[view];
  if (known.state === "loading" || (known.state === "ready" && !again)) return;
  if (known.state !== "ready") patchView(view, { state: "loading" });
  const { me } = state();
  try {
    const shown = again ? Object.keys(state().chats).length : 0;
    const page = await chatApi.list(view, Math.min(largestPage, Math.max(pageSize, shown)));
    if (state().me !== me) return;
    const last = page.items[page.items.length - 1];
    const edge = page.next && last ? spotOf(last) : null;
    if (again && view === "all") dropMissing(page.items, edge);
    takeChats(page.items);
    if (view === "all") unhide(page.items);
    patchView(view, { state: "ready", next: page.next ?? null, edge });
  } catch (thrown) {
    const error = asApiError(thrown);
    if (state().me === me) patchView(view, known.state === "ready" ? {} : { state: "failed", error });
  }
}

/** What the server no longer lists is gone, or hidden on another device. */
function dropMissing(answered: readonly Chat[], edge: ReturnType<typeof spotOf> | null) {
  const { chats, open, hidden } = state();
  const gone = missing(chats, new Set(answered.map((chat) => chat.id)), edge);
  for (const id of gone) if (id !== open && !hidden[id]) forgetChat(id);
}

function unhide(answered: readonly Chat[]) {
  let { hidden } = state();
  for (const chat of answered) if (hidden[chat.id]) hidden = without(hidden, chat.id);
  if (hidden !== state().hidden) set({ hidden });
}

/** Loads the next page of a view. */
export async function loadMore(view: View): Promise<void> {
  const { state: stage, next } = state().lists[view];
  if (stage !== "ready" || !next) return;
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
          mutedUnread: totals.muted_unread,
        });
    } catch {
      // The next change asks again.
    }
  }, delay);
}

function sums(chats: Readonly<Record<string, Chat>>, before: Readonly<Record<string, Chat>>): Totals {
  const delta = { unread: 0, mentions: 0, mutedUnread: 0 };
  for (const [id, chat] of Object.entries(chats)) {
    const old = before[id];
    if (old === chat || !old) continue;
    delta.mentions += chat.me.mentions - old.me.mentions;
    delta.unread += (chat.me.muted ? 0 : chat.me.unread) - (old.me.muted ? 0 : old.me.unread);
    delta.mutedUnread += (chat.me.muted ? chat.me.unread : 0) - (old.me.muted ? old.me.unread : 0);
  }
  return delta;
}

/** Moves the totals along with what changes in the list, at once; the server's count follows. */
export function followTotals(): () => void {
  return useChats.subscribe((now, before) => {
    if (now.chats === before.chats || now.me !== before.me) return;
    const delta = sums(now.chats, before.chats);
    if (delta.unread === 0 && delta.mentions === 0 && delta.mutedUnread === 0) return;
    const totals = useTotals.getState();
    useTotals.setState({
      unread: Math.max(0, totals.unread + delta.unread),
      mentions: Math.max(0, totals.mentions + delta.mentions),
      mutedUnread: Math.max(0, totals.mutedUnread + delta.mutedUnread),
    });
    refreshTotals(5000);
  });
}

/** Pins, mutes or hides a chat: at once here, then on the server. */
export async function settleChat(
  id: string,
  choice: { level?: "all" | "mentions" | "none"; pinned?: boolean; hidden?: boolean },
): Promise<void> {
  const before = state().chats[id];
  if (!before) return;
  const level = choice.level ?? before.me.level;
  const pinned = choice.pinned ?? before.me.pinned;
  patchChat(id, (chat) => ({ ...chat, me: { ...chat.me, level, muted: level === "none", pinned } }));
  const { hidden } = state();
  if (choice.hidden) set({ hidden: { ...hidden, [id]: true } });
  try {
    const mine = await chatApi.settle(id, choice);
    patchChat(id, (chat) => withMine(chat, mine));
  } catch (error) {
    patchChat(id, (chat) => ({
      ...chat,
      me: { ...chat.me, level: before.me.level, muted: before.me.muted, pinned: before.me.pinned },
    }));
    if (choice.hidden) set({ hidden: without(state().hidden, id) });
    throw error;
  }
}
