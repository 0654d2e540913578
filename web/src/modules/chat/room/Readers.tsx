import { useInfiniteQuery } from "@tanstack/react-query";
import { CheckCheck, Hourglass } from "lucide-react";
import { useState } from "react";
import { primeCards } from "@/api/people";
import type { Message } from "@/api/types";
import { Dialog, EmptyState, ErrorState, SegmentedControl, SkeletonRows } from "@/ui";
import { chatApi } from "../api";
import { useT } from "../i18n";
import styles from "./Dialogs.module.css";
import { PeopleList } from "./PeopleList";

const pageSize = 50;

/** Who has and who has not read a message. */
export default function Readers({ message, onClose }: { message: Message; onClose: () => void }) {
  const t = useT();
  const [state, setState] = useState<"unread" | "read">("unread");
  const query = useInfiniteQuery({
    queryKey: ["chat", "readers", message.id, state],
    queryFn: async ({ pageParam }) => {
      const page = await chatApi.readers(message.id, state, pageSize, pageParam);
      primeCards(page.items);
      return page;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
  });
  const first = query.data?.pages[0];
  const people = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Dialog isOpen onOpenChange={onClose} title={t.readers.title} size="sm" tall flush>
      <div className={styles.fill}>
        <div className={styles.tabs}>
          <SegmentedControl
            wide
            label={t.readers.title}
            selected={state}
            onSelect={setState}
            segments={[
              { id: "unread", label: first ? t.readers.unread(first.unread) : t.message.unreadMark },
              { id: "read", label: first ? t.readers.read(first.read) : t.message.readMark },
            ]}
          />
        </div>
        {query.error && <ErrorState isSmall error={query.error} onRetry={() => void query.refetch()} />}
        {query.isPending && <SkeletonRows rows={6} height={56} />}
        {first && people.length === 0 && (
          <EmptyState
            isSmall
            icon={
              state === "read" ? (
                <Hourglass size={30} strokeWidth={1.5} />
              ) : (
                <CheckCheck size={30} strokeWidth={1.5} />
              )
            }
            title={state === "read" ? t.readers.noneRead : t.readers.noneUnread}
          />
        )}
        {people.length > 0 && (
          <PeopleList
            // Each of the two begins at its top, and is asked for further from there.
            key={state}
            label={t.readers.title}
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
