import { asApiError } from "@/api/error";
import { useLive } from "@/api/live";
import type { Draft } from "@/api/types";
import { chatApi } from "../api";
import type { Quote } from "../model/types";
import { type LocalDraft, patchChat, set, state, without } from "./store";

/** How long typing pauses before other devices are told. */
const settleMs = 1500;

const storageKey = () => `courtyard.chat.drafts.${state().me}`;
const timers = new Map<string, ReturnType<typeof setTimeout>>();
/** Drafts that the server does not have yet. */
const unsaved = new Set<string>();
/** Those that are on their way to it. */
const saving = new Set<string>();

/** A draft as this device keeps it over a reload. */
interface StoredDraft extends LocalDraft {
  isUnsaved?: boolean;
}

export function resetDrafts() {
  for (const timer of timers.values()) clearTimeout(timer);
  timers.clear();
  unsaved.clear();
  saving.clear();
}

function keepHere() {
  try {
    const kept = Object.entries(state().drafts).map(([id, draft]): [string, StoredDraft] => [
      id,
      unsaved.has(id) || saving.has(id) ? { ...draft, isUnsaved: true } : draft,
    ]);
    localStorage.setItem(storageKey(), JSON.stringify(Object.fromEntries(kept)));
  } catch {
    // A full or forbidden store: the server keeps the draft too.
  }
}

export function restoreDrafts() {
  try {
    const stored = JSON.parse(localStorage.getItem(storageKey()) ?? "{}") as Record<string, StoredDraft>;
    const drafts = Object.entries(stored ?? {}).map(([id, { isUnsaved, ...draft }]): [string, LocalDraft] => {
      if (isUnsaved) unsaved.add(id);
      return [id, draft];
    });
    set({ drafts: Object.fromEntries(drafts) });
  } catch {
    set({ drafts: {} });
  }
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
  keepHere();
  clearTimeout(timers.get(id));
  timers.set(
    id,
    setTimeout(() => saveDraft(id), settleMs),
  );
}

/** Tells the server now, as when the chat is left. */
export function saveDraft(id: string) {
  clearTimeout(timers.get(id));
  timers.delete(id);
  if (!unsaved.delete(id)) return;
  const draft = state().drafts[id];
  const { me } = state();
  saving.add(id);
  chatApi.draft(id, draft?.text ?? "", draft?.reply?.id ?? null).then(
    ({ draft: kept }) => {
      if (state().me !== me) return;
      saving.delete(id);
      keepHere();
      patchChat(id, (chat) => ({ ...chat, me: { ...chat.me, draft: kept ?? null } }));
    },
    (error: unknown) => {
      if (state().me !== me) return;
      saving.delete(id);
      // Of a chat that is gone there is nothing to tell, now or later.
      if (!asApiError(error).isNotFound) unsaved.add(id);
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
  keepHere();
  patchChat(id, (chat) => (chat.me.draft ? { ...chat, me: { ...chat.me, draft: null } } : chat));
}

/** Another device sent what was being written: unless something was typed here since, it is no draft any more. */
export function sentElsewhere(id: string) {
  if (unsaved.has(id) || !state().drafts[id]) return;
  set({ drafts: without(state().drafts, id) });
  keepHere();
}

/** Tells the server of every draft that it does not have, as when the connection is back or the page is left. */
export function saveDrafts() {
  for (const id of [...unsaved]) saveDraft(id);
}

/** A draft was kept, perhaps on another device. */
export function heardDraft(id: string, draft: Draft | null) {
  const here = state().drafts[id];
  patchChat(id, (chat) => ({ ...chat, me: { ...chat.me, draft } }));
  if (unsaved.has(id) || !here) return;
  // What this device has is older now: the other one's is what one goes on with.
  if (!draft || draft.updated_at > here.at) {
    set({ drafts: without(state().drafts, id) });
    keepHere();
  }
}
