import { useEffect, useRef, useState } from "react";
import type { Message } from "@/api/types";
import { EmptyState, SegmentedControl } from "@/ui";
import { chatApi } from "../api";
import { useChats } from "../engine/store";
import { useT } from "../i18n";
import { indexOfSeq } from "../model/room";
import styles from "./Dialogs.module.css";
import { PeopleDialog, usePeoplePages } from "./PeopleDialog";

interface ReactorsProps {
  message: Message;
  /** The reaction to begin with. */
  emoji: string;
  onClose: () => void;
}

/** Who reacted to a message, by emoji. */
export default function Reactors({ message, emoji, onClose }: ReactorsProps) {
  const t = useT();
  const [picked, setPicked] = useState(emoji);
  const reactions = useChats((store) => {
    const items = store.rooms[message.chat]?.items ?? [];
    return (items[indexOfSeq(items, message.seq)] ?? message).reactions;
  });
  const shown = reactions.find((reaction) => reaction.emoji === picked) ?? reactions[0];
  const none = <EmptyState isSmall title={t.reactors.none} />;
  const query = usePeoplePages(
    ["reactors", message.id, shown?.emoji],
    (cursor) => chatApi.reactors(message.id, shown?.emoji ?? "", cursor),
    shown !== undefined,
  );
  // Reactions come and go while one looks: who is shown stays until the answer.
  const { refetch } = query;
  const told = useRef(shown);
  useEffect(() => {
    const before = told.current;
    told.current = shown;
    if (shown && before?.emoji === shown.emoji && before.count !== shown.count) void refetch();
  }, [shown, refetch]);
  return (
    <PeopleDialog
      title={t.reactors.title}
      message={message}
      tabs={
        shown ? (
          <div className={styles.tabs}>
            <SegmentedControl
              look="chips"
              label={t.reactors.title}
              selected={shown.emoji}
              onSelect={setPicked}
              segments={reactions.map((reaction) => ({
                id: reaction.emoji,
                label: `${reaction.emoji} ${reaction.count}`,
              }))}
            />
          </div>
        ) : (
          none
        )
      }
      of={shown?.emoji}
      query={query}
      empty={none}
      onClose={onClose}
    />
  );
}
