import { Bell, BellOff, CheckCheck, EyeOff, Pin, PinOff } from "lucide-react";
import { asApiError } from "@/api/error";
import { go, usePath } from "@/lib/nav";
import { MenuAt, MenuItem, type Point, toast } from "@/ui";
import { settleChat } from "../engine/chats";
import { markAllRead } from "../engine/reading";
import { useChat } from "../engine/store";
import { useT } from "../i18n";

/** What one may do with a chat from the list. */
export default function RowMenu({ chatId, at, onClose }: { chatId: string; at: Point; onClose: () => void }) {
  const t = useT();
  const chat = useChat(chatId);
  const path = usePath();
  if (!chat) return null;
  const settle = async (choice: Parameters<typeof settleChat>[1], said?: string) => {
    try {
      await settleChat(chatId, choice);
      if (said) toast.info(said);
    } catch (error) {
      toast.failure(asApiError(error));
    }
  };
  const hide = async () => {
    if (path === `/chat/${chatId}`) await go("/chat", { replace: true });
    await settle({ hidden: true }, t.list.hidden);
  };
  const { me } = chat;
  return (
    <MenuAt label={t.list.menu} at={at} onClose={onClose}>
      {me.unread > 0 && (
        <MenuItem
          label={t.list.markRead}
          icon={<CheckCheck size={16} />}
          onAction={() => markAllRead(chatId)}
        />
      )}
      <MenuItem
        label={me.pinned ? t.list.unpin : t.list.pin}
        icon={me.pinned ? <PinOff size={16} /> : <Pin size={16} />}
        onAction={() => void settle({ pinned: !me.pinned })}
      />
      <MenuItem
        label={me.muted ? t.list.unmute : t.list.mute}
        icon={me.muted ? <Bell size={16} /> : <BellOff size={16} />}
        onAction={() => void settle({ muted: !me.muted })}
      />
      <MenuItem label={t.list.hide} icon={<EyeOff size={16} />} onAction={() => void hide()} />
    </MenuAt>
  );
}
