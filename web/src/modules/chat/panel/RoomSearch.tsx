import { useState } from "react";
import type { Chat } from "@/api/types";
import { useDebounced } from "@/lib/debounce";
import { SearchField } from "@/ui";
import { useT } from "../i18n";
import { type Filter, Filters, noFilter } from "../search/Filters";
import { Found } from "../search/Found";
import styles from "./Panel.module.css";

/** Search in one chat: words, sender, time, kind; a hit leads to the message in its place. */
export function RoomSearch({ chat, onJump }: { chat: Chat; onJump: (seq: number) => void }) {
  const t = useT();
  const [typed, setTyped] = useState("");
  const [filter, setFilter] = useState<Filter>(noFilter);
  const q = useDebounced(typed.trim(), 250);
  return (
    <div className={styles.fill}>
      <div className={styles.field}>
        <SearchField placeholder={t.search.inChat} value={typed} onChange={setTyped} autoFocus />
      </div>
      <div className={styles.field}>
        <Filters filter={filter} onChange={setFilter} />
      </div>
      <Found q={q} filter={filter} chat={chat.id} onOpen={(hit) => onJump(hit.message.seq)} />
    </div>
  );
}
