import { Bell, CheckCheck } from "lucide-react";
import { ApiError } from "@/api/error";
import type { Notice } from "@/api/types";
import { daysBetween, useTime } from "@/lib/time";
import {
  Avatar,
  EmptyState,
  IconBox,
  IconButton,
  ListItem,
  Loaded,
  NextPage,
  SkeletonRows,
  toast,
  VirtualList,
} from "@/ui";
import { useT } from "./i18n";
import styles from "./Notices.module.css";
import { markRead, openNotice, useNotices, useUnreadNotices } from "./stream";

async function readAll() {
  try {
    await markRead("all");
  } catch (error) {
    if (error instanceof ApiError) toast.failure(error);
  }
}

/** The button that marks everything as read. */
export function ReadAllButton() {
  const t = useT();
  const unread = useUnreadNotices();
  return (
    <IconButton
      icon={<CheckCheck size={18} />}
      label={t.readAll}
      isDisabled={unread === 0}
      onPress={() => void readAll()}
    />
  );
}

/** Notices by day, newest first. */
export function NoticeList({ onOpen }: { onOpen?: () => void }) {
  const t = useT();
  const time = useTime();
  const query = useNotices();
  return (
    <div className={styles.list}>
      <Loaded
        query={query}
        skeleton={<SkeletonRows rows={5} />}
        isEmpty={(data) => data.pages.every((page) => page.items.length === 0)}
        empty={
          <EmptyState
            icon={<Bell size={30} strokeWidth={1.5} />}
            title={t.empty}
            text={t.emptyText}
            isSmall
          />
        }
      >
        {(data) => {
          const items = data.pages.flatMap((page) => page.items);
          return (
            <VirtualList
              label={t.title}
              items={items}
              getKey={(notice) => notice.id}
              itemSize={60}
              onEndReached={() => query.hasNextPage && query.fetchNextPage()}
              footer={<NextPage query={query} skeleton={<SkeletonRows rows={3} height={60} face={36} />} />}
              renderItem={(notice, { index, tabIndex }) => {
                const before = items[index - 1];
                const startsDay = !before || daysBetween(notice.at, before.at) > 0;
                return (
                  <>
                    {startsDay && <div className={styles.day}>{time.dayLabel(notice.at)}</div>}
                    <NoticeRow notice={notice} onOpen={onOpen} tabIndex={tabIndex} />
                  </>
                );
              }}
            />
          );
        }}
      </Loaded>
    </div>
  );
}

interface NoticeRowProps {
  notice: Notice;
  onOpen: (() => void) | undefined;
  tabIndex: 0 | -1;
}

function NoticeRow({ notice, onOpen, tabIndex }: NoticeRowProps) {
  const t = useT();
  const time = useTime();
  return (
    <ListItem
      height={60}
      tabIndex={tabIndex}
      leading={
        notice.actor ? (
          <Avatar name={notice.actor.name} src={notice.actor.avatar} size={36} />
        ) : (
          <IconBox isRound>
            <Bell size={18} />
          </IconBox>
        )
      }
      title={<span className={notice.read ? styles.read : styles.new}>{notice.title}</span>}
      subtitle={notice.text}
      meta={<time>{time.clock(notice.at)}</time>}
      trailing={notice.read ? null : <span className={styles.unread} role="img" aria-label={t.new} />}
      onPress={() => {
        openNotice(notice);
        onOpen?.();
      }}
    />
  );
}
