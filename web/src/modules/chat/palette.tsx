import type { PaletteItem } from "@/lib/module";
import { listTime } from "@/lib/time";
import { chatApi } from "./api";
import { ChatFace } from "./parts/Face";

const most = 5;

/** The chats in which something was said last, for whoever has opened nothing yet too. */
export async function recentChats(): Promise<PaletteItem[]> {
  const { items } = await chatApi.list("all", most);
  return items.map((chat) => ({
    id: `chat-${chat.id}`,
    title: chat.title,
    href: `/chat/${chat.id}`,
    meta: listTime(chat.last_at),
    icon: <ChatFace chat={chat} size={28} withPresence />,
  }));
}
