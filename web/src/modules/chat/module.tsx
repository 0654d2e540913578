import { MessageCircle } from "lucide-react";
import { defineModule } from "@/lib/module";
import { useUnreadBadge } from "./badge";

export default defineModule({
  id: "chat",
  navigation: {
    label: { "zh-CN": "消息", en: "Chat" },
    icon: MessageCircle,
    to: "/chat",
    order: 10,
    key: "m",
    useBadge: useUnreadBadge,
  },
  routes: [
    {
      path: "chat",
      load: () => import("./ChatPage"),
      children: [
        { path: "/", load: () => import("./list/NoChat") },
        {
          path: "search",
          isDetail: true,
          load: () => import("./search/SearchPage"),
          title: { "zh-CN": "搜索消息", en: "Search messages" },
        },
        { path: "$chatId", isDetail: true, load: () => import("./room/RoomPage") },
      ],
    },
  ],
  palette: [
    {
      id: "chats",
      group: { "zh-CN": "最近会话", en: "Recent chats" },
      order: 10,
      recent: async () => (await import("./palette")).recentChats(),
    },
  ],
  shortcuts: () => import("./shortcuts"),
  resident: () => import("./Resident"),
});
