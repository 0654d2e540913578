import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { MessageSquareText, SearchX } from "lucide-react";
import type { MessageHit } from "@/api/types";
import { plainSnippet } from "@/lib/snippet";
import { useTime } from "@/lib/time";
import { PersonAvatar } from "@/shared/person";
import { EmptyState, ErrorState, Highlight, NextPage, Pressable, SkeletonRows, VirtualList } from "@/ui";
import { chatApi } from "../api";
import { useT } from "../i18n";
import { kindLabel } from "../parts/names";
import { type Filter, filterQuery } from "./Filters";
import styles from "./Search.module.css";

interface FoundProps {
  q: string;
  filter: Filter;
  /** Only in this chat. */
  chat?: string;
  onOpen: (hit: MessageHit) => void;
}

const isAsked = (q: string, filter: Filter) => q !== "" || Object.keys(filterQuery(filter)).length > 0;

/** The messages found, the latest first, with the words marked. */
export function Found({ q, filter, chat, onOpen }: FoundProps) {
  const t = useT();
  const asked = isAsked(q, filter);
  const query = useInfiniteQuery({
    queryKey: ["chat", "search", q, filter, chat],
    queryFn: ({ pageParam, signal }) =>
      chatApi.search(
        { ...filterQuery(filter), ...(q ? { q } : {}), ...(chat ? { chat } : {}) },
        pageParam,
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: asked,
    placeholderData: keepPreviousData,
  });
  if (!asked) {
    return (
      <EmptyState
        icon={<MessageSquareText size={30} strokeWidth={1.5} />}
        title={t.search.start}
        text={t.search.startText}
      />
    );
  }
  // What was found stays, though a later page did not come.
  if (query.error && !query.data) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  const hits = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (!query.data) return <SkeletonRows rows={7} height={64} />;
  if (hits.length === 0) {
    return (
      <EmptyState
        icon={<SearchX size={30} strokeWidth={1.5} />}
        title={t.search.none}
        text={t.search.noneText}
      />
    );
  }
  return (
    <VirtualList
      // What another search finds begins at its top, and is asked for further from there.
      key={`${q} ${JSON.stringify(filter)} ${query.isPlaceholderData}`}
      label={t.search.messages}
      items={hits}
      getKey={(hit) => hit.message.id}
      itemSize={72}
      onEndReached={() => query.hasNextPage && query.fetchNextPage()}
      footer={<NextPage query={query} skeleton={<SkeletonRows rows={3} height={72} />} />}
      renderItem={(hit) => <Hit hit={hit} withChat={chat === undefined} onOpen={() => onOpen(hit)} />}
    />
  );
}

function Hit({ hit, withChat, onOpen }: { hit: MessageHit; withChat: boolean; onOpen: () => void }) {
  const t = useT();
  const time = useTime();
  const { message } = hit;
  return (
    <Pressable className={styles.hit ?? ""} onPress={onOpen}>
      <PersonAvatar person={{ id: message.sender }} size={36} />
      <span className={styles.hitText}>
        <span className={styles.hitHead}>
          <b>{message.sender_name}</b>
          {withChat && hit.chat.title !== message.sender_name && (
            <span className={styles.hitChat}>{hit.chat.title}</span>
          )}
          <time>{time.list(message.created_at)}</time>
        </span>
        <span className={styles.snippet}>
          {hit.snippet.text === "" ? (
            kindLabel(t, message.kind)
          ) : (
            <Highlight {...plainSnippet(hit.snippet)} />
          )}
        </span>
      </span>
    </Pressable>
  );
}
