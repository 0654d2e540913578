import { BellOff } from "lucide-react";
import { memo } from "react";
import type { Chat } from "@/api/types";
import { useTime } from "@/lib/time";
import { Badge, ListItem } from "@/ui";
import { focusOpen } from "../composer/focus";
import { useChats } from "../engine/store";
import { useT } from "../i18n";
import { plainLine } from "../model/markdown/block";
import { namedIn } from "../model/mentions";
import { ChatFace } from "../parts/Face";
import { messageLine, peopleIn, useNames } from "../parts/names";
import styles from "./List.module.css";

interface ChatRowProps {
  chat: Chat;
  isActive: boolean;
  isPhone: boolean;
  tabIndex: 0 | -1;
}

/** One chat of the list: who, when, the last words, what is unread. */
export const ChatRow = memo(function ChatRow({ chat, isActive, isPhone, tabIndex }: ChatRowProps) {
  const t = useT();
  const time = useTime();
  const { me } = chat;
  return (
    <div data-chat={chat.id} className={me.pinned ? styles.pinned : undefined}>
      <ListItem
        href={`/chat/${chat.id}`}
        isActive={isActive}
        {...(isActive ? { onPress: focusOpen } : {})}
        tabIndex={tabIndex}
        height={isPhone ? 72 : 64}
        leading={<ChatFace chat={chat} size={isPhone ? 48 : 40} withPresence />}
        title={chat.title}
        meta={<time>{time.list(chat.last_at)}</time>}
        subtitle={<Preview chat={chat} isActive={isActive} />}
        trailing={
          (me.muted || me.unread > 0) && (
            <span className={styles.marks}>
              {me.muted && <BellOff size={14} aria-label={t.list.muted} />}
              <Badge count={me.unread} isQuiet={me.muted} label={t.list.unread} />
            </span>
          )
        }
      />
    </div>
  );
});

/** The second line: what calls the reader, a draft, or the last message. */
function Preview({ chat, isActive }: { chat: Chat; isActive: boolean }) {
  const t = useT();
  const me = useChats((store) => store.me);
  const here = useChats((store) => store.drafts[chat.id]);
  const stuck = useChats((store) => store.outbox.findLast((entry) => entry.chat === chat.id));
  const there = chat.me.draft;
  const draft = there && (!here || there.updated_at > here.at) ? there.text : (here?.text ?? "");
  const showsDraft = draft.trim() !== "" && !isActive;
  const last = chat.last_message;
  const nameOf = useNames(showsDraft ? namedIn(draft).filter((id) => id !== "all") : peopleIn(last));

  if (chat.me.mentions > 0) {
    const called =
      last?.mentions_all && last.seq === chat.me.first_mention_seq ? t.list.calledAll : t.list.called;
    return (
      <>
        <span className={styles.mark}>{called}</span> {lastLine()}
      </>
    );
  }
  if (showsDraft) {
    return (
      <>
        <span className={styles.mark}>{t.list.draft}</span> {plainLine(draft, nameOf)}
      </>
    );
  }
  if (stuck?.state === "failed") {
    return (
      <>
        <span className={styles.mark}>{t.list.failed}</span> {plainLine(stuck.text, nameOf)}
      </>
    );
  }
  if (stuck && stuck.state !== "sent") return plainLine(stuck.text, nameOf) || t.list.sending;
  return lastLine();

  function lastLine() {
    if (!last) return t.preview.none;
    const line = messageLine(t, last, me, nameOf);
    const isNamed =
      chat.kind !== "direct" && last.sender !== me && last.kind !== "system" && !last.recalled_at;
    return isNamed ? t.preview.from(last.sender_name, line) : line;
  }
}
