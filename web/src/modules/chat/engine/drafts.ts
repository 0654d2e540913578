import { asApiError } from "@/api/error";
import { useLive } from "@/api/live";
import type { Draft } from "@/api/types";
import { chatApi } from "../api";
import type { Quote } from "../model/types";
import { keptDrafts } from "./kept";
import { type LocalDraft, patchChat, set, state, without } from "./store";

/** How long typing pauses before other devices are told. */
const settleMs = 1500;

const timers = new Map<string, ReturnType<typeof setTimeout>>();
/** Drafts that the server does not have yet. */
const unsaved = new Set<string>();
/** Those that are on their way to it. */
const saving = new Set<string>();

export function resetDrafts() {
  for (const timer of timers.values()) clearTimeout(timer);
  timers.clear();
  unsaved.clear();
  saving.clear();
}

/** Keeps the draft of a chat over a reload, or its absence, unless another tab wrote something after `at`. */
function keepHere(id: string, at = Number.POSITIVE_INFINITY) {
  const { me, drafts } = state();
  if ((keptDrafts.get(me, id)?.at ?? 0) > at) return;
  const draft = drafts[id];
  if (!draft) keptDrafts.drop(me, id);
  else keptDrafts.put(me, id, unsaved.has(id) || saving.has(id) ? { ...draft, isUnsaved: true } : draft);
}

export function restoreDrafts() {
  const drafts: Record<string, LocalDraft> = {};
  for (const [id, { text, reply = null, at, isUnsaved }] of Object.entries(keptDrafts.all(state().me))) {
    if (typeof text !== "string" || typeof at !== "number") continue;
    drafts[id] = { text, reply, at };
    if (isUnsaved) unsaved.add(id);
  }
  set({ drafts });
}

const now = () => Date.now() + useLive.getState().skew;

/** The text to go on with: the newer of what this device and the server have. */
export function draftOf(id: string): { text: string; replyId: string | null; reply: Quote | null } {
  const here = state().drafts[id];
  const there = state().chats[id]?.me.draft;
  if (there && (!here || there.updated_at > here.at)) {
    const replyId = there.reply_to ?? null;
    const reply = here?.reply && here.reply.id === replyId ? here.reply : null;
    return { text: there.text, replyId, reply };
  }
  return { text: here?.text ?? "", replyId: here?.reply?.id ?? null, reply: here?.reply ?? null };
}

/** Keeps what is typed: here at once, on the server when typing pauses. */
export function keepDraft(id: string, text: string, reply: Quote | null) {
  const { drafts } = state();
  const known = drafts[id];
  const isEmpty = text.trim() === "" && !reply;
  if (isEmpty && !known && !state().chats[id]?.me.draft) return;
  if (known && known.text === text && known.reply?.id === reply?.id) return;
  set({ drafts: isEmpty ? without(drafts, id) : { ...drafts, [id]: { text, reply, at: now() } } });
  saveSoon(id);
}

function saveSoon(id: string) {
  unsaved.add(id);
  keepHere(id);
  clearTimeout(timers.get(id));
  timers.set(
    id,
    setTimeout(() => saveDraft(id), settleMs),
  );
}

/** Tells the server now, as when the chat is left; `isLast` when the page goes, and nothing can be waited for. */
export function saveDraft(id: string, isLast = false) {
  clearTimeout(timers.get(id));
  timers.delete(id);
  if (!unsaved.has(id)) return;
  // One after the other: an older text that arrives late would be the one that stays.
  if (saving.has(id) && !isLast) return saveSoon(id);
  unsaved.delete(id);
  const { me, drafts } = state();
  const draft = drafts[id];
  saving.add(id);
  chatApi.draft(id, draft?.text ?? "", draft?.reply?.id ?? null, isLast).then(
    ({ draft: kept }) => {
      if (state().me !== me) return;
      saving.delete(id);
      // What was typed or sent since is told next.
      if (unsaved.has(id)) return;
      const here = state().drafts[id];
      if (here) keepHere(id, here.at);
      patchChat(id, (chat) => ({ ...chat, me: { ...chat.me, draft: kept ?? null } }));
    },
    (error: unknown) => {
      if (state().me !== me) return;
      saving.delete(id);
      // Of a chat that is gone there is nothing to tell, now or later.
      if (asApiError(error).isNotFound) keptDrafts.drop(me, id);
      else unsaved.add(id);
    },
  );
}

/** Tells the server of what it did not have before a reload, unless another device wrote something newer since. */
export function saveRestored() {
  const { chats, drafts } = state();
  for (const id of [...unsaved]) {
    const there = chats[id]?.me.draft;
    if (there && there.updated_at > (drafts[id]?.at ?? 0)) unsaved.delete(id);
  }
  saveDrafts();
}

/** The server took its copy away with a message from here: what was typed since is told anew. */
export function postedHere(id: string) {
  if (state().drafts[id]) saveSoon(id);
}

/** What was sent is no draft any more; the server takes its own copy away with the message. */
export function clearDraft(id: string) {
  clearTimeout(timers.get(id));
  timers.delete(id);
  unsaved.delete(id);
  const { drafts } = state();
  if (drafts[id]) set({ drafts: without(drafts, id) });
  keepHere(id);
  patchChat(id, (chat) => (chat.me.draft ? { ...chat, me: { ...chat.me, draft: null } } : chat));
  // Its text is on its way and may arrive after the message: then the server is told that there is none.
  if (saving.has(id)) saveSoon(id);
}

/** Another device sent what was being written: unless something was typed here since, it is no draft any more. */
export function sentElsewhere(id: string) {
  const here = state().drafts[id];
  if (unsaved.has(id) || !here) return;
  set({ drafts: without(state().drafts, id) });
  keepHere(id, here.at);
}

/** Tells the server of every draft that it does not have, as when the connection is back or the page is left. */
export function saveDrafts(isLast = false) {
  for (const id of [...unsaved]) saveDraft(id, isLast);
}

/** A draft was kept, perhaps on another device. */
export function heardDraft(id: string, draft: Draft | null) {
  // What this device has yet to tell is newer.
  if (unsaved.has(id)) return;
  const here = state().drafts[id];
  patchChat(id, (chat) => ({ ...chat, me: { ...chat.me, draft } }));
  // What this device has is older now: the other one's is what one goes on with.
  if (here && (!draft || draft.updated_at > here.at)) {
    set({ drafts: without(state().drafts, id) });
    keepHere(id, here.at);
  }
}
