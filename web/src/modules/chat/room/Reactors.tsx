import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { primeCards } from "@/api/people";
import type { Message } from "@/api/types";
import { Dialog, EmptyState, ErrorState, SegmentedControl, SkeletonRows } from "@/ui";
import { chatApi } from "../api";
import { useChats } from "../engine/store";
import { useT } from "../i18n";
import { indexOfSeq } from "../model/room";
import styles from "./Dialogs.module.css";
import { PeopleList } from "./PeopleList";

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
  // Reactions come and go while one looks.
  const reactions = useChats((store) => {
    const items = store.rooms[message.chat]?.items ?? [];
    return (items[indexOfSeq(items, message.seq)] ?? message).reactions;
  });
  const shown = reactions.find((reaction) => reaction.emoji === picked) ?? reactions[0];
  const query = useInfiniteQuery({
    queryKey: ["chat", "reactors", message.id, shown?.emoji, shown?.count],
    queryFn: async ({ pageParam }) => {
      const page = await chatApi.reactors(message.id, shown?.emoji ?? "", pageParam);
      primeCards(page.items);
      return page;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: shown !== undefined,
    staleTime: 0,
  });
  const people = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Dialog isOpen onOpenChange={onClose} title={t.reactors.title} size="sm" tall flush>
      <div className={styles.fill}>
        {shown ? (
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
          <EmptyState isSmall title={t.reactors.none} />
        )}
        {query.error && <ErrorState isSmall error={query.error} onRetry={() => void query.refetch()} />}
        {shown && query.isPending && <SkeletonRows rows={6} height={56} />}
        {people.length > 0 && (
          <PeopleList
            // Who reacted otherwise is another list, which begins at its top.
            key={shown?.emoji}
            label={t.reactors.title}
            people={people}
            message={message}
            onEndReached={() => void query.fetchNextPage()}
            onClose={onClose}
          />
        )}
      </div>
    </Dialog>
  );
}
