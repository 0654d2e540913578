import {
  Copy,
  History,
  IdCard,
  Link2,
  ListChecks,
  Pencil,
  Pin,
  PinOff,
  Quote,
  Reply,
  Smile,
  Undo2,
} from "lucide-react";
import type { Message } from "@/api/types";
import { MenuItem } from "@/ui";
import { useMyId } from "../engine/store";
import { useT } from "../i18n";
import { openCardAt } from "../parts/cardLayer";
import { useNames } from "../parts/names";
import {
  askRecall,
  copyLink,
  copyMessage,
  openHistory,
  openReactors,
  openReaders,
  rightsOn,
  togglePin,
} from "./actions";
import type { RoomView } from "./Message";

/** People named in a message whose cards the menu offers; more would hide the rest of it. */
const mostCards = 3;

interface MenuItemsProps {
  message: Message;
  view: RoomView;
  /** Left out where a button beside the menu does it. */
  withoutReply?: boolean;
}

/**
 * What one may do with a message, for the menu of the tools, the right click and the long press. By keys it is also the
 * way to what a message shows inside: its quote, its people, its earlier versions.
 */
export function MenuItems({ message, view, withoutReply }: MenuItemsProps) {
  const t = useT();
  const me = useMyId();
  const nameOf = useNames(message.mentions);
  const rights = rightsOn(message, view.chat, me);
  const { reply_to: quote, sender } = message;
  const [reaction] = message.reactions;
  const named = message.mentions.filter((id) => id !== me && id !== sender).slice(0, mostCards);
  const cards = [
    ...(sender === me ? [] : [{ id: sender, name: message.sender_name }]),
    ...named.map((id) => ({ id, name: nameOf(id) })),
  ];
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
      {quote && !quote.recalled && (
        <MenuItem label={t.act.toQuote} icon={<Quote size={16} />} onAction={() => view.onJump(quote.seq)} />
      )}
      <MenuItem label={t.act.copyLink} icon={<Link2 size={16} />} onAction={() => void copyLink(message)} />
      {rights.pin && (
        <MenuItem
          label={message.pinned ? t.act.unpin : t.act.pin}
          icon={message.pinned ? <PinOff size={16} /> : <Pin size={16} />}
          onAction={() => void togglePin(message)}
        />
      )}
      {reaction && (
        <MenuItem
          label={t.act.reactors}
          icon={<Smile size={16} />}
          onAction={() => openReactors(message, reaction.emoji)}
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
      {cards.map(({ id, name }) => (
        <MenuItem
          key={id}
          label={t.act.card(name)}
          icon={<IdCard size={16} />}
          onAction={() => openCardAt(id, message.seq)}
        />
      ))}
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
