import { AtSign, Inbox, MessageSquarePlus, Plus, Search } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { create } from "zustand";
import type { Chat } from "@/api/types";
import { useIsPhone } from "@/lib/media";
import {
  EmptyState,
  ErrorState,
  IconButton,
  PaneHeader,
  type Point,
  Pressable,
  SegmentedControl,
  SkeletonRows,
  useMenuGesture,
  VirtualList,
  type VListHandle,
} from "@/ui";
import { loadMore, loadView } from "../engine/chats";
import { atEnd, useChats, useWritten } from "../engine/store";
import { useT } from "../i18n";
import { listChats, type View } from "../model/order";
import { late } from "../parts/lazy";
import { ChatRow } from "./ChatRow";
import styles from "./List.module.css";
import { useNeighbours } from "./useNeighbours";

const NewChat = late(() => import("./NewChat"), <NewChatSoon />);
const RowMenu = late(() => import("./RowMenu"));
const SearchPane = late(() => import("./SearchPane"), <div className={styles.searchSpace} />);

interface ListState {
  view: View;
  /** How far each view is scrolled, in px. */
  places: Partial<Record<View, number>>;
  isSearching: boolean;
}

const fresh: ListState = { view: "all", places: {}, isSearching: false };

/** What the list keeps while a phone shows a conversation instead. */
const useListState = create<ListState>(() => fresh);
atEnd(() => useListState.setState(fresh));

/** The chats of a view in order. */
function useListed(view: View, openId: string | undefined): Chat[] {
  const chats = useChats((store) => store.chats);
  const hidden = useChats((store) => store.hidden);
  const edge = useChats((store) => store.lists[view].edge);
  const written = useWritten();
  return useMemo(
    () => listChats(chats, { view, hidden, edge, kept: openId, written }),
    [chats, hidden, edge, view, openId, written],
  );
}

export function ChatList({ openId }: { openId: string | undefined }) {
  const t = useT();
  const { view, isSearching } = useListState();
  const chats = useListed(view, openId);
  const closeSearch = useCallback(() => useListState.setState({ isSearching: false }), []);
  useNeighbours(chats, openId);
  return (
    <>
      <PaneHeader title={t.title} actions={<NewChat icon={<Plus size={20} />} />} />
      {isSearching ? (
        <SearchPane onClose={closeSearch} onLost={closeSearch} />
      ) : (
        <>
          <div className={styles.searchSpace}>
            <Pressable
              className={styles.searchBox ?? ""}
              onPress={() => useListState.setState({ isSearching: true })}
            >
              <Search size={16} aria-hidden="true" />
              {t.list.search}
            </Pressable>
          </div>
          <div className={styles.filters}>
            <SegmentedControl
              look="chips"
              label={t.list.filters}
              selected={view}
              onSelect={(next) => useListState.setState({ view: next })}
              segments={[
                { id: "all", label: t.list.all },
                { id: "unread", label: t.list.unread },
                { id: "mentions", label: t.list.mentions },
              ]}
            />
          </div>
          <Rows view={view} chats={chats} openId={openId} />
        </>
      )}
    </>
  );
}

function NewChatSoon() {
  const t = useT();
  return <IconButton icon={<Plus size={20} />} label={t.list.newChat} tip="none" isDisabled />;
}

interface RowsProps {
  view: View;
  chats: readonly Chat[];
  openId: string | undefined;
}

function Rows({ view, chats, openId }: RowsProps) {
  const t = useT();
  const isPhone = useIsPhone();
  const { state, error } = useChats((store) => store.lists[view]);
  const list = useRef<VListHandle>(null);
  const [menu, setMenu] = useState<{ chat: string; at: Point } | null>(null);
  const gesture = useMenuGesture("[data-chat]", (row, at) => {
    setMenu({ chat: row.dataset.chat ?? "", at });
    return true;
  });

  const me = useChats((store) => store.me);
  useEffect(() => {
    if (me !== "") void loadView(view);
  }, [view, me]);
  const isEmpty = chats.length === 0;
  useEffect(() => {
    const handle = list.current;
    if (isEmpty || !handle) return;
    handle.scrollTo(useListState.getState().places[view] ?? 0);
    return () => {
      const { places } = useListState.getState();
      useListState.setState({ places: { ...places, [view]: handle.scrollOffset } });
    };
  }, [view, isEmpty]);

  if (isEmpty) {
    if (state === "failed") return <ErrorState error={error} onRetry={() => void loadView(view)} />;
    return state === "ready" ? <Empty view={view} /> : <SkeletonRows rows={9} height={isPhone ? 72 : 64} />;
  }
  return (
    <div className={styles.rows} {...gesture}>
      <VirtualList
        // Each view begins at its own place, and is asked for further from there.
        key={view}
        ref={list}
        label={t.list.label}
        items={chats}
        getKey={(chat) => chat.id}
        activeKey={openId}
        itemSize={isPhone ? 72 : 64}
        onEndReached={() => loadMore(view)}
        renderItem={(chat, { tabIndex }) => (
          <ChatRow chat={chat} isActive={chat.id === openId} isPhone={isPhone} tabIndex={tabIndex} />
        )}
      />
      {menu && (
        <RowMenu chatId={menu.chat} at={menu.at} onClose={() => setMenu(null)} onLost={() => setMenu(null)} />
      )}
    </div>
  );
}

function Empty({ view }: { view: View }) {
  const t = useT();
  if (view === "unread") {
    return (
      <EmptyState
        icon={<Inbox size={30} strokeWidth={1.5} />}
        title={t.list.noneUnread}
        text={t.list.noneUnreadText}
      />
    );
  }
  if (view === "mentions") {
    return (
      <EmptyState
        icon={<AtSign size={30} strokeWidth={1.5} />}
        title={t.list.noneMentions}
        text={t.list.noneMentionsText}
      />
    );
  }
  return (
    <EmptyState
      icon={<MessageSquarePlus size={30} strokeWidth={1.5} />}
      title={t.list.emptyTitle}
      text={t.list.emptyText}
    />
  );
}
