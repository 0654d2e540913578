import type { Chat, Message } from "@/api/types";
import { phoneQuery } from "@/lib/media";
import { go } from "@/lib/nav";
import { isAttended, showNotice } from "@/lib/notices";
import { toast } from "@/ui/toast";
import { words } from "../i18n";
import { calls } from "../model/entry";
import { lineNow, nameNow } from "../parts/names";
import { refreshChat } from "./chats";
import { state, useChats } from "./store";
import { onMessage } from "./sync";

/** Longer texts say no more in a notice. */
const mostLetters = 120;

/** Whether a message is worth a notice, by the level the reader chose for its chat. */
export function isWorthNotice(chat: Chat, message: Message, me: string): boolean {
  if (message.sender === me || message.kind === "system" || message.recalled_at) return false;
  if (chat.me.level === "none") return false;
  return chat.me.level === "all" || chat.kind === "direct" || calls(message, me);
}

/** One note a chat: a newer one takes its place. */
const shown = new Map<string, () => void>();

async function tell(message: Message) {
  const { me, open } = state();
  const chat = state().chats[message.chat] ?? (await refreshChat(message.chat).catch(() => null));
  if (!chat || !isWorthNotice(chat, message, me)) return;
  const line = lineNow(message, me, nameNow).slice(0, mostLetters);
  const isDirect = chat.kind === "direct";
  const title = isDirect ? message.sender_name : chat.title;
  const body = isDirect ? line : words().preview.from(message.sender_name, line);
  const url = `/chat/${chat.id}`;
  if (!isAttended()) {
    // Being named has a notice of its own, which the shell shows.
    if (message.mentions.includes(me)) return;
    const icon = chat.avatar ?? undefined;
    showNotice({ title, body, tag: `chat-${chat.id}`, url, ...(icon ? { icon } : {}) });
    return;
  }
  if (open === chat.id || isListShown()) return;
  shown.get(chat.id)?.();
  shown.set(
    chat.id,
    toast.show({
      title,
      detail: body,
      tone: "plain",
      action: { label: words().notice.open, run: () => void go(url) },
      stays: 6000,
    }),
  );
}

/** Where the list of chats is on the screen it tells of new messages by itself. */
function isListShown(): boolean {
  const isPhone = window.matchMedia(phoneQuery).matches;
  const { pathname } = window.location;
  return isPhone ? pathname === "/chat" : pathname.startsWith("/chat");
}

/** Tells of new messages: by the system when nobody looks, by a note on other pages. An open chat needs no note. */
export function watchMessages(): () => void {
  const stopMessages = onMessage((message) => void tell(message));
  const stopOpening = useChats.subscribe(({ open }, before) => {
    if (!open || open === before.open) return;
    shown.get(open)?.();
    shown.delete(open);
  });
  return () => {
    stopMessages();
    stopOpening();
  };
}
