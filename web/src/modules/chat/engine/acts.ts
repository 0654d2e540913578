import { asApiError } from "@/api/error";
import type { Message } from "@/api/types";
import { toast } from "@/ui";
import { chatApi } from "../api";
import type { Change } from "../model/events";
import { patchMessage } from "../model/patch";
import { indexOfSeq, place } from "../model/room";
import { refreshPins } from "./pins";
import { atEnd, patchRoom, state } from "./store";

/** How long a sender may take a message back, and edit it; the server decides, the client only offers. */
export const recallMs = 2 * 60_000;
export const editMs = 24 * 60 * 60_000;

function patchHere(message: Message, change: Change) {
  patchRoom(message.chat, (room) => {
    const known = room.items[indexOfSeq(room.items, message.seq)];
    return known ? place(room, patchMessage(known, change, state().me)) : room;
  });
}

/** Adds or takes back a reaction: at once here, then on the server; the event that follows changes nothing more. */
export async function react(message: Message, emoji: string, on: boolean): Promise<void> {
  const { me } = state();
  const at = { message: message.id, seq: message.seq, emoji, user: me };
  patchHere(message, { type: "reacted", ...at, on });
  try {
    await chatApi.react(message.id, emoji, on);
  } catch (error) {
    patchHere(message, { type: "reacted", ...at, on: !on });
    toast.failure(asApiError(error));
  }
}

/** Turns one's own reaction on or off. */
export function toggleReaction(message: Message, emoji: string): Promise<void> {
  const found = message.reactions.find((reaction) => reaction.emoji === emoji);
  return react(message, emoji, !found?.mine);
}

export async function pin(message: Message, on: boolean): Promise<boolean> {
  const at = { message: message.id, seq: message.seq };
  patchHere(message, { type: "pinned", ...at, pinned: on });
  try {
    await chatApi.pin(message.id, on);
    refreshPins(message.chat);
    return true;
  } catch (error) {
    patchHere(message, { type: "pinned", ...at, pinned: !on });
    toast.failure(asApiError(error));
    return false;
  }
}

/** Texts of one's own messages that were taken back, to write them anew. Gone with the page, and with the session. */
const recalled = new Map<string, string>();
atEnd(() => recalled.clear());

export const recalledText = (message: string): string | undefined => recalled.get(message);

export async function recall(message: Message): Promise<boolean> {
  try {
    if (message.sender === state().me && message.text !== "") recalled.set(message.id, message.text);
    await chatApi.recall(message.id);
    const change = {
      message: message.id,
      seq: message.seq,
      recalled_at: Date.now(),
      recalled_by: state().me,
    };
    patchHere(message, { type: "recalled", ...change });
    return true;
  } catch (error) {
    recalled.delete(message.id);
    toast.failure(asApiError(error));
    return false;
  }
}

/** Changes the words of a message: at once here, then on the server. Rejects where the server refuses. */
export async function edit(message: Message, text: string): Promise<void> {
  patchRoom(message.chat, (room) =>
    indexOfSeq(room.items, message.seq) >= 0 ? place(room, { ...message, text }) : room,
  );
  try {
    const edited = await chatApi.edit(message.id, text);
    patchRoom(message.chat, (room) => (indexOfSeq(room.items, edited.seq) >= 0 ? place(room, edited) : room));
  } catch (error) {
    patchRoom(message.chat, (room) =>
      indexOfSeq(room.items, message.seq) >= 0 ? place(room, message) : room,
    );
    throw error;
  }
}
