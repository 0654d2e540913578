import { create } from "zustand";
import { useLive } from "@/api/live";
import type { Chat, Message, StoredFile } from "@/api/types";
import { copyText } from "@/lib/clipboard";
import { confirm, type Point, toast } from "@/ui";
import { editMs, pin, recall, recallMs } from "../engine/acts";
import { words } from "../i18n";
import { followsDirectory } from "../model/rights";

/** Which layer of a conversation is open, and for which message. One at a time, shared by all rows. */
export interface Layers {
  /** The menu of a message. */
  menu: { message: Message; at: Point } | null;
  /** The emoji for a reaction, at a place of the window: the button may be gone by then. */
  picker: { message: Message; at: DOMRect } | null;
  readers: Message | null;
  history: Message | null;
  /** Who reacted to a message, beginning with one emoji. */
  reactors: { message: Message; emoji: string } | null;
  /** Pictures over the whole screen, and which one shows. */
  pictures: { files: readonly StoredFile[]; index: number } | null;
  /** The row under the pointer, which shows its tools. */
  hot: string | null;
  /** A layer of the tools is open: they stay though the pointer leaves. */
  isHeld: boolean;
}

const closed: Layers = {
  menu: null,
  picker: null,
  readers: null,
  history: null,
  reactors: null,
  pictures: null,
  hot: null,
  isHeld: false,
};

export const useLayers = create<Layers>(() => closed);

export const closeLayers = () => useLayers.setState(closed);
export const openMenu = (message: Message, at: Point) => useLayers.setState({ menu: { message, at } });
export const openPicker = (message: Message, anchor: Element) =>
  useLayers.setState({ picker: { message, at: anchor.getBoundingClientRect() }, menu: null });
export const openReaders = (message: Message) => useLayers.setState({ readers: message, menu: null });
export const openReactors = (message: Message, emoji: string) =>
  useLayers.setState({ reactors: { message, emoji }, menu: null });
export const openPictures = (files: readonly StoredFile[], index: number) =>
  useLayers.setState({ pictures: { files, index } });
export const openHistory = (message: Message) => useLayers.setState({ history: message, menu: null });

/** What this reader may do with a message now. The server decides; this only spares asking in vain. */
export interface Rights {
  react: boolean;
  reply: boolean;
  edit: boolean;
  recall: boolean;
  pin: boolean;
  readers: boolean;
}

export function mayPost(chat: Chat): boolean {
  return chat.kind === "direct" || chat.me.role !== "member" || chat.settings.who_can_post === "all";
}

export function rightsOn(message: Message, chat: Chat, me: string): Rights {
  const isPlain = message.kind !== "system" && !message.recalled_at;
  const isMine = message.sender === me;
  const isAdmin = chat.me.role !== "member";
  const posts = mayPost(chat);
  const age = Date.now() + useLive.getState().skew - message.created_at;
  return {
    react: isPlain,
    reply: isPlain && posts,
    edit: isPlain && isMine && posts && age < editMs,
    recall: isPlain && (isAdmin || (isMine && age < recallMs)),
    pin: isPlain && posts && (!followsDirectory(chat) || isAdmin),
    readers: isPlain && isMine && chat.members > 1,
  };
}

/** The words of a message with names in place of ids, as one would paste them. */
export async function copyMessage(message: Message, nameOf: (id: string) => string): Promise<void> {
  const text = message.text.replace(/<@(\d{1,20}|all)>/g, (_, id: string) => `@${nameOf(id)}`);
  await copyText(text, words().act.copied);
}

export async function copyLink(message: Message): Promise<void> {
  const link = `${window.location.origin}/chat/${message.chat}?seq=${message.seq}`;
  await copyText(link, words().act.linkCopied);
}

export async function askRecall(message: Message): Promise<void> {
  const t = words().act;
  const agreed = await confirm({
    title: t.recallTitle,
    text: t.recallText,
    action: t.recall,
    isDanger: true,
  });
  if (agreed) await recall(message);
}

export async function togglePin(message: Message): Promise<void> {
  const t = words().act;
  const done = await pin(message, !message.pinned);
  if (done) toast.success(message.pinned ? t.unpinned : t.pinnedDone);
}
