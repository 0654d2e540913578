import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { primeCards } from "@/api/people";
import type { Message, Paged, UserCard } from "@/api/types";
import { PersonAvatar, personLine } from "@/shared/person";
import { Dialog, ErrorState, ListItem, NextPage, SkeletonRows, VirtualList } from "@/ui";
import { openCardAt } from "../parts/cardLayer";
import styles from "./Dialogs.module.css";

/** People who have to do with a message, by pages, as they are now. */
export function usePeoplePages<P extends Paged<UserCard>>(
  key: readonly unknown[],
  ask: (cursor: string | undefined) => Promise<P>,
  isEnabled = true,
) {
  return useInfiniteQuery({
    queryKey: ["chat", ...key],
    queryFn: async ({ pageParam }) => {
      const page = await ask(pageParam);
      primeCards(page.items);
      return page;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: isEnabled,
    staleTime: 0,
  });
}

interface PeopleDialogProps {
  title: string;
  /** What is asked about: the card of a person opens beside it. */
  message: Message;
  /** Stands above the people: the way to others. */
  tabs: ReactNode;
  /** Names those who are shown: others begin at their top. */
  of: string | undefined;
  query: ReturnType<typeof usePeoplePages>;
  /** Stands there where they are nobody. */
  empty: ReactNode;
  onClose: () => void;
}

/** People in a dialog about a message; pressing one closes the dialog and opens the card. */
export function PeopleDialog({ title, message, tabs, of, query, empty, onClose }: PeopleDialogProps) {
  const people = query.data?.pages.flatMap((page) => page.items) ?? [];
  const skeleton = (rows: number) => <SkeletonRows rows={rows} height={56} />;
  return (
    <Dialog isOpen onOpenChange={onClose} title={title} size="sm" tall flush>
      <div className={styles.fill}>
        {tabs}
        {query.error && !query.data && (
          <ErrorState isSmall error={query.error} onRetry={() => void query.refetch()} />
        )}
        {query.isLoading && skeleton(6)}
        {query.data && people.length === 0 && empty}
        {people.length > 0 && (
          <VirtualList
            key={of}
            label={title}
            items={people}
            getKey={(person) => person.id}
            onEndReached={() => query.hasNextPage && query.fetchNextPage()}
            footer={<NextPage query={query} skeleton={skeleton(3)} />}
            itemSize={56}
            renderItem={(person, { tabIndex }) => (
              <ListItem
                tabIndex={tabIndex}
                leading={<PersonAvatar person={person} size={36} withPresence />}
                title={person.name}
                subtitle={personLine(person)}
                onPress={() => {
                  onClose();
                  openCardAt(person.id, message.seq);
                }}
              />
            )}
          />
        )}
      </div>
    </Dialog>
  );
}
