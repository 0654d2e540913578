import { useQuery } from "@tanstack/react-query";
import type { Chat, Message } from "@/api/types";
import { cx } from "@/lib/cx";
import { Pressable } from "@/ui";
import { chatApi } from "../api";
import { useChats } from "../engine/store";
import { useT } from "../i18n";
import { hasMarks, readState } from "../model/reads";
import { openReaders } from "./actions";
import styles from "./Message.module.css";

/** In large chats the count is asked for at most this often. */
const staleMs = 30_000;

interface ReadMarkProps {
  message: Message;
  chat: Chat;
  /** Shown only under the pointer, as in the middle of a group of messages. */
  isQuiet: boolean;
  /** Somebody sees it: in large chats only then it is asked for. */
  isAsked: boolean;
}

/** Whether one's own message was read: a word between two people, a number in a group. */
export function ReadMark({ message, chat, isQuiet, isAsked }: ReadMarkProps) {
  const t = useT();
  const marks = useChats((store) => store.marks[chat.id]);
  const isLarge = !hasMarks(chat);
  const { data } = useQuery({
    queryKey: ["chat", "readers", message.id, "count"],
    queryFn: () => chatApi.readers(message.id, "unread", 1),
    enabled: isLarge && isAsked,
    staleTime: staleMs,
  });
  const known = isLarge ? data : readState(message, marks);
  if (!known) return null;
  const { unread } = known;
  const className = cx(styles.readMark, unread > 0 && styles.unreadMark, isQuiet && styles.quiet);
  if (chat.kind === "direct") {
    return <span className={className}>{unread > 0 ? t.message.unreadMark : t.message.readMark}</span>;
  }
  const text = unread > 0 ? t.message.unreadBy(unread) : t.message.allRead;
  return (
    <Pressable
      className={className}
      aria-label={`${text} · ${t.message.whoRead}`}
      onPress={() => openReaders(message)}
      excludeFromTabOrder
    >
      {text}
    </Pressable>
  );
}
