import { useInfiniteQuery } from "@tanstack/react-query";
import { Pin } from "lucide-react";
import type { Chat, Message } from "@/api/types";
import { cx } from "@/lib/cx";
import { useTime } from "@/lib/time";
import { PersonAvatar } from "@/shared/person";
import { EmptyState, ErrorState, Pressable, SkeletonRows, VirtualList } from "@/ui";
import { chatApi } from "../api";
import { useMyId, useRoom } from "../engine/store";
import { useT } from "../i18n";
import { messageLine, peopleIn, useNames } from "../parts/names";
import { rightsOn, togglePin } from "../room/actions";
import { pinsKey } from "../room/Banner";
import styles from "./Panel.module.css";

/** The pinned messages of a chat, the latest first. */
export function PinsView({ chat, onJump }: { chat: Chat; onJump: (seq: number) => void }) {
  const t = useT();
  const room = useRoom(chat.id);
  const changed = room?.items.filter((message) => message.pinned).length ?? 0;
  const query = useInfiniteQuery({
    queryKey: [...pinsKey(chat.id), "all", changed],
    queryFn: ({ pageParam }) => chatApi.pins(chat.id, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
  });
  const pins = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className={styles.fill}>
      {query.error && <ErrorState isSmall error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <SkeletonRows rows={4} height={72} />}
      {query.data && pins.length === 0 && (
        <EmptyState
          icon={<Pin size={30} strokeWidth={1.5} />}
          title={t.panel.noPins}
          text={t.panel.noPinsText}
        />
      )}
      {pins.length > 0 && (
        <VirtualList
          label={t.panel.pins}
          items={pins}
          getKey={(message) => message.id}
          itemSize={92}
          onEndReached={() => void query.fetchNextPage()}
          renderItem={(message, { index }) => (
            <PinRow
              chat={chat}
              message={message}
              isFirst={index === 0}
              onJump={onJump}
              onGone={() => void query.refetch()}
            />
          )}
        />
      )}
    </div>
  );
}

interface PinRowProps {
  chat: Chat;
  message: Message;
  isFirst: boolean;
  onJump: (seq: number) => void;
  onGone: () => void;
}

function PinRow({ chat, message, isFirst, onJump, onGone }: PinRowProps) {
  const t = useT();
  const time = useTime();
  const me = useMyId();
  const nameOf = useNames(peopleIn(message));
  return (
    <article className={cx(styles.item, !isFirst && styles.ruled)}>
      <PersonAvatar person={{ id: message.sender }} size={32} />
      <div className={styles.itemMain}>
        <div className={styles.itemHead}>
          <b>{message.sender_name}</b>
          <time>{time.stamp(message.created_at)}</time>
        </div>
        <div className={styles.itemText}>{messageLine(t, message, me, nameOf)}</div>
        <div className={styles.itemActions}>
          <Pressable className={styles.itemAction ?? ""} onPress={() => onJump(message.seq)}>
            {t.panel.inContext}
          </Pressable>
          {rightsOn(message, chat, me).pin && (
            <Pressable
              className={styles.itemAction ?? ""}
              onPress={() => void togglePin({ ...message, pinned: true }).then(onGone)}
            >
              {t.act.unpin}
            </Pressable>
          )}
        </div>
      </div>
    </article>
  );
}
