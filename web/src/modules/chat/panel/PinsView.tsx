import { Pin } from "lucide-react";
import type { Chat, Message } from "@/api/types";
import { cx } from "@/lib/cx";
import { useTime } from "@/lib/time";
import { PersonAvatar } from "@/shared/person";
import { EmptyState, ErrorState, NextPage, Pressable, SkeletonRows, VirtualList } from "@/ui";
import { useMyId } from "../engine/store";
import { useT } from "../i18n";
import { messageLine, peopleIn, useNames } from "../parts/names";
import { usePins } from "../parts/usePins";
import { rightsOn, togglePin } from "../room/actions";
import styles from "./Panel.module.css";

/** The pinned messages of a chat, the latest first. */
export function PinsView({ chat, onJump }: { chat: Chat; onJump: (seq: number) => void }) {
  const t = useT();
  const query = usePins(chat.id);
  const pins = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className={styles.fill}>
      {query.error && !query.data && (
        <ErrorState isSmall error={query.error} onRetry={() => void query.refetch()} />
      )}
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
          onEndReached={() => query.hasNextPage && query.fetchNextPage()}
          footer={<NextPage query={query} skeleton={<SkeletonRows rows={2} height={72} />} />}
          renderItem={(message, { index }) => (
            <PinRow chat={chat} message={message} isFirst={index === 0} onJump={onJump} />
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
}

function PinRow({ chat, message, isFirst, onJump }: PinRowProps) {
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
              onPress={() => void togglePin({ ...message, pinned: true })}
            >
              {t.act.unpin}
            </Pressable>
          )}
        </div>
      </div>
    </article>
  );
}
