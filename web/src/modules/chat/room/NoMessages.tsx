import type { Chat } from "@/api/types";
import { PersonAvatar, personLine } from "@/shared/person";
import { useT } from "../i18n";
import styles from "./Conversation.module.css";

/** What a chat says of itself before its first message. */
export function NoMessages({ chat }: { chat: Chat }) {
  const t = useT();
  const { peer } = chat;
  return (
    <div className={styles.none}>
      {peer && <PersonAvatar person={peer} size={64} withPresence opensCard />}
      <p className={styles.noneTitle}>{peer ? t.room.startDirect(peer.name) : t.room.start}</p>
      {peer && <p>{personLine(peer)}</p>}
      {peer?.state !== "left" && <p>{t.room.startHint}</p>}
    </div>
  );
}
