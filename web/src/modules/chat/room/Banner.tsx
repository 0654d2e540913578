import { Megaphone, Pin, X } from "lucide-react";
import { useState } from "react";
import type { Chat } from "@/api/types";
import { useCommon } from "@/i18n";
import { Pressable } from "@/ui";
import { useChats, useRoom } from "../engine/store";
import { useT } from "../i18n";
import { plainLine } from "../model/markdown/block";
import { namedIn } from "../model/mentions";
import { messageLine, peopleIn, useNames } from "../parts/names";
import { usePins } from "../parts/usePins";
import styles from "./Room.module.css";

/** Above the conversation: an announcement that was not put away, and the latest pinned message. */
export function Banner({ chat, onPins, onInfo }: { chat: Chat; onPins: () => void; onInfo: () => void }) {
  const t = useT();
  const me = useChats((store) => store.me);
  const room = useRoom(chat.id);
  // After the messages, which one came for.
  const isShown = room !== undefined && room.version > 0 && chat.last_seq > 0;
  const pin = usePins(chat.id, isShown).data?.pages[0]?.items[0];
  const nameOf = useNames(peopleIn(pin));
  return (
    <>
      <Announcement chat={chat} onInfo={onInfo} />
      {pin && !pin.recalled_at && (
        <div className={styles.banner}>
          <Pressable className={styles.bannerMain ?? ""} onPress={onPins}>
            <Pin size={16} aria-hidden="true" />
            <span className={styles.bannerText}>
              {t.room.pinnedBy(pin.sender_name, messageLine(t, pin, me, nameOf))}
            </span>
          </Pressable>
        </div>
      )}
    </>
  );
}

function Announcement({ chat, onInfo }: { chat: Chat; onInfo: () => void }) {
  const t = useT();
  const common = useCommon();
  const key = `courtyard.chat.announcement.${chat.id}`;
  const [putAway, setPutAway] = useState(() => localStorage.getItem(key) ?? "");
  const announcement = chat.announcement.trim();
  const nameOf = useNames(namedIn(announcement).filter((id) => id !== "all"));
  if (announcement === "" || announcement === putAway) return null;
  return (
    <div className={styles.banner}>
      <Pressable className={styles.bannerMain ?? ""} onPress={onInfo}>
        <Megaphone size={16} aria-hidden="true" />
        <span className={styles.bannerText}>
          <b>{t.room.announcement}</b>
          {plainLine(announcement, nameOf)}
        </span>
      </Pressable>
      <Pressable
        className={styles.bannerClose ?? ""}
        aria-label={common.close}
        onPress={() => {
          localStorage.setItem(key, announcement);
          setPutAway(announcement);
        }}
      >
        <X size={14} />
      </Pressable>
    </div>
  );
}
