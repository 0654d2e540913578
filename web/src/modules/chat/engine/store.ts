import { useMemo } from "react";
import { create } from "zustand";
import { ApiError } from "@/api/error";
import type { Chat } from "@/api/types";
import type { Spot, View } from "../model/order";
import type { Outbox } from "../model/outbox";
import type { Marks } from "../model/reads";
import type { Room } from "../model/room";
import type { Quote } from "../model/types";
import { keptDrafts } from "./kept";

/** How far a view of the list has been fetched. */
export interface ViewState {
  state: "idle" | "loading" | "ready" | "failed";
  next: string | null;
  /** The last chat that was fetched while there are more. */
  edge: Spot | null;
  error?: ApiError;
}

/** A text that is being written. */
export interface LocalDraft {
  /** As it travels: mentions are `<@ID>`. */
  text: string;
  reply: Quote | null;
  /** When it was last changed here, by the server's clock. */
  at: number;
}

/** Where a conversation is asked to go. */
export interface Target {
  seq: number;
  /** Marks the message for a moment, as after a jump. */
  flash: boolean;
}

export interface ChatState {
  /** The reader; empty while signed out. */
  me: string;
  chats: Readonly<Record<string, Chat>>;
  /** Hidden until their next message. */
  hidden: Readonly<Record<string, boolean>>;
  lists: Readonly<Record<View, ViewState>>;
  rooms: Readonly<Record<string, Room>>;
  /** Why a room could not be opened. */
  faults: Readonly<Record<string, ApiError>>;
  marks: Readonly<Record<string, Marks>>;
  /** Who types in a chat, and until when that is believed. */
  typing: Readonly<Record<string, Readonly<Record<string, number>>>>;
  outbox: Outbox;
  drafts: Readonly<Record<string, LocalDraft>>;
  /** Chats that are on the screen now. */
  open: string | null;
}

const idle: ViewState = { state: "idle", next: null, edge: null };

export const blank: ChatState = {
  me: "",
  chats: {},
  hidden: {},
  lists: { all: idle, unread: idle, mentions: idle },
  rooms: {},
  faults: {},
  marks: {},
  typing: {},
  outbox: [],
  drafts: {},
  open: null,
};

/** What this device knows of the reader's chats. Live events and answers of the server write into it. */
export const useChats = create<ChatState>(() => blank);

export const state = () => useChats.getState();
export const set = (changes: Partial<ChatState>) => useChats.setState(changes);

/** Changes one chat, if it is known. */
export function patchChat(id: string, change: (chat: Chat) => Chat) {
  const chat = state().chats[id];
  if (!chat) return;
  const next = change(chat);
  if (next !== chat) set({ chats: { ...state().chats, [id]: next } });
}

/** Changes one room, if it is loaded. */
export function patchRoom(id: string, change: (room: Room) => Room) {
  const room = state().rooms[id];
  if (!room) return;
  const next = change(room);
  if (next !== room) set({ rooms: { ...state().rooms, [id]: next } });
}

export function without<T>(map: Readonly<Record<string, T>>, id: string): Record<string, T> {
  const { [id]: _, ...rest } = map;
  return rest;
}

/** Why a chat does not open that the server does not show: it is gone, or the reader is no member. */
export const notHere = () => new ApiError({ code: "chat.chat_not_found", status: 404 });

/** Chats that the reader leaves or dissolves here: there the going is no news. */
const leaving = new Set<string>();

/** Does what takes the chat away; the page has the last word on where to go then. */
export async function whileLeaving(id: string, act: () => Promise<void>): Promise<void> {
  leaving.add(id);
  try {
    await act();
  } finally {
    leaving.delete(id);
  }
}

/** Takes a chat out that is no longer the reader's. Whoever looks at it is told. */
export function forgetChat(id: string) {
  const { me, chats, rooms, marks, drafts, hidden, typing, open, faults } = state();
  keptDrafts.drop(me, id);
  set({
    chats: without(chats, id),
    rooms: without(rooms, id),
    marks: without(marks, id),
    drafts: without(drafts, id),
    hidden: without(hidden, id),
    typing: without(typing, id),
    ...(open === id && !leaving.has(id) ? { faults: { ...faults, [id]: notHere() } } : {}),
  });
}

const endings = new Set<() => void>();

/** Runs when the chats of a person are followed no longer: what a file keeps of them must not meet the next one. */
export function atEnd(forget: () => void) {
  endings.add(forget);
}

export function forgetAll() {
  for (const forget of endings) forget();
  set(blank);
}

/** Chats in which something is being written, or is on its way. */
export function useWritten(): ReadonlySet<string> {
  // As one text, so that typing does not count as a change.
  const ids = useChats(({ drafts, outbox }) => {
    const typed = Object.keys(drafts).filter((id) => drafts[id]?.text.trim() !== "");
    return [...new Set([...typed, ...outbox.map((entry) => entry.chat)])].join(" ");
  });
  return useMemo(() => new Set(ids.split(" ")), [ids]);
}

export const useChat = (id: string): Chat | undefined => useChats((store) => store.chats[id]);
export const useRoom = (id: string): Room | undefined => useChats((store) => store.rooms[id]);
export const useMyId = (): string => useChats((store) => store.me);
