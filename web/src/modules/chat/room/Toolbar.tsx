import { Ellipsis, Pencil, Reply, SmilePlus } from "lucide-react";
import type { Message } from "@/api/types";
import { cx } from "@/lib/cx";
import { IconButton, Menu, Pressable } from "@/ui";
import { frequentEmoji } from "../composer/frequent";
import { toggleReaction } from "../engine/acts";
import { useMyId } from "../engine/store";
import { useT } from "../i18n";
import { openPicker, rightsOn, useLayers } from "./actions";
import { MenuItems } from "./MenuItems";
import type { RoomView } from "./Message";
import styles from "./Toolbar.module.css";

/** Emoji offered without opening the picker. */
const quick = 3;

/** The tools of the message under the pointer. */
export default function Toolbar({ message, view }: { message: Message; view: RoomView }) {
  const t = useT();
  const me = useMyId();
  const rights = rightsOn(message, view.chat, me);
  const hold = (isOpen: boolean) =>
    useLayers.setState(isOpen ? { isHeld: true } : { isHeld: false, hot: null });
  return (
    <div
      className={cx(styles.bar, message.sender === me && styles.mine)}
      role="toolbar"
      aria-label={t.act.label}
    >
      {rights.react &&
        frequentEmoji()
          .slice(0, quick)
          .map((emoji) => (
            <Pressable
              key={emoji}
              className={styles.quick ?? ""}
              aria-label={emoji}
              onPress={() => void toggleReaction(message, emoji)}
            >
              {emoji}
            </Pressable>
          ))}
      {rights.react && (
        <IconButton
          size="sm"
          tip="top"
          icon={<SmilePlus size={16} />}
          label={t.act.react}
          onPress={({ target }) => openPicker(message, target)}
        />
      )}
      {rights.reply && (
        <IconButton
          size="sm"
          tip="top"
          icon={<Reply size={16} />}
          label={t.act.reply}
          keys="r"
          onPress={() => view.onReply(message)}
        />
      )}
      {rights.edit && (
        <IconButton
          size="sm"
          tip="top"
          icon={<Pencil size={15} />}
          label={t.act.edit}
          keys="e"
          onPress={() => view.onEdit(message)}
        />
      )}
      <Menu
        label={t.act.label}
        onOpenChange={hold}
        trigger={<IconButton size="sm" tip="none" icon={<Ellipsis size={16} />} label={t.act.more} />}
      >
        <MenuItems message={message} view={view} withoutReply />
      </Menu>
    </div>
  );
}
