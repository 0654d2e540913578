import { Copy, History, Link2, ListChecks, Pencil, Pin, PinOff, Reply, Undo2 } from "lucide-react";
import type { Message } from "@/api/types";
import { MenuItem } from "@/ui";
import { useMyId } from "../engine/store";
import { useT } from "../i18n";
import { useNames } from "../parts/names";
import { askRecall, copyLink, copyMessage, openHistory, openReaders, rightsOn, togglePin } from "./actions";
import type { RoomView } from "./Message";

interface MenuItemsProps {
  message: Message;
  view: RoomView;
  /** Left out where a button beside the menu does it. */
  withoutReply?: boolean;
}

/** What one may do with a message, for the menu of the tools, the right click and the long press. */
export function MenuItems({ message, view, withoutReply }: MenuItemsProps) {
  const t = useT();
  const me = useMyId();
  const nameOf = useNames(message.mentions);
  const rights = rightsOn(message, view.chat, me);
  return (
    <>
      {rights.reply && !withoutReply && (
        <MenuItem
          label={t.act.reply}
          icon={<Reply size={16} />}
          keys="r"
          onAction={() => view.onReply(message)}
        />
      )}
      {rights.edit && (
        <MenuItem
          label={t.act.edit}
          icon={<Pencil size={16} />}
          keys="e"
          onAction={() => view.onEdit(message)}
        />
      )}
      {message.text !== "" && (
        <MenuItem
          label={t.act.copy}
          icon={<Copy size={16} />}
          keys="c"
          onAction={() => void copyMessage(message, nameOf)}
        />
      )}
      <MenuItem label={t.act.copyLink} icon={<Link2 size={16} />} onAction={() => void copyLink(message)} />
      {rights.pin && (
        <MenuItem
          label={message.pinned ? t.act.unpin : t.act.pin}
          icon={message.pinned ? <PinOff size={16} /> : <Pin size={16} />}
          onAction={() => void togglePin(message)}
        />
      )}
      {rights.readers && view.chat.kind !== "direct" && (
        <MenuItem
          label={t.act.readers}
          icon={<ListChecks size={16} />}
          onAction={() => openReaders(message)}
        />
      )}
      {message.edited_at && (
        <MenuItem label={t.act.history} icon={<History size={16} />} onAction={() => openHistory(message)} />
      )}
      {rights.recall && (
        <MenuItem
          label={t.act.recall}
          icon={<Undo2 size={16} />}
          isDanger
          onAction={() => void askRecall(message)}
        />
      )}
    </>
  );
}
