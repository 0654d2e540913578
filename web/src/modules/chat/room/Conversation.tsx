import { ArrowDown, AtSign } from "lucide-react";
import {
  type KeyboardEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from "react";
import { asApiError } from "@/api/error";
import type { Chat } from "@/api/types";
import { cx } from "@/lib/cx";
import { useTime } from "@/lib/time";
import { Pressable, SkeletonRows, toast, useMenuGesture, Virtualizer } from "@/ui";
import { useAttended } from "../engine/attention";
import { markRead } from "../engine/reading";
import { showPlace } from "../engine/rooms";
import { useChats, useRoom } from "../engine/store";
import { useT } from "../i18n";
import { indexOfSeq } from "../model/room";
import { buildRows, type Row } from "../model/rows";
import { late } from "../parts/lazy";
import { messageLine, nameNow, peopleIn, useNames } from "../parts/names";
import { closeLayers, copyMessage, openMenu, openPicker, openReactors, rightsOn, useLayers } from "./actions";
import styles from "./Conversation.module.css";
import { MessageRow, type RoomView } from "./Message";
import { NoMessages } from "./NoMessages";
import { type Goal, useScroll } from "./useScroll";

const LayersHost = late(() => import("./LayersHost"));

/** Characters of a new message that a screen reader says by itself. */
const mostSaid = 200;

/** How long a message stays marked after a jump. */
const flashMs = 2000;

export interface ConversationHandle {
  jump: (seq: number) => void;
  toLatest: () => void;
}

export interface ConversationProps {
  chat: Chat;
  view: Omit<RoomView, "onJump" | "onUnfold">;
  /** Where reading stopped when the chat was opened. */
  newFrom: number | null;
  first: Goal;
  /** Something lies over it: nobody reads what arrives. */
  isCovered: boolean;
  ref: Ref<ConversationHandle>;
}

const noRows: readonly Row[] = [];

/** The messages of a chat: any part of any length, read and loaded both ways. */
export function Conversation({ chat, view: given, newFrom, first, isCovered, ref }: ConversationProps) {
  const t = useT();
  const id = chat.id;
  const me = useChats((store) => store.me);
  const room = useRoom(id);
  const outbox = useChats((store) => store.outbox);
  const outgoing = useMemo(() => outbox.filter((entry) => entry.chat === id), [outbox, id]);
  const isLoaded = room !== undefined && room.version > 0;
  const rows = useMemo(() => {
    if (!room || room.version === 0) return noRows;
    const { items, hasBefore, hasAfter } = room;
    return buildRows({ items, outgoing, me, newFrom, hasBefore, hasAfter });
  }, [room, outgoing, me, newFrom]);
  const scroll = useScroll(id, room, rows, first);
  const [flashing, setFlashing] = useState<number | null>(
    first.type === "seq" && first.align === "center" ? first.seq : null,
  );
  const isWatched = useAttended() && !isCovered;
  const { lastVisible, isAtEnd, goTo, toEnd } = scroll;

  useEffect(() => {
    if (isWatched && scroll.isSettled && lastVisible > 0) markRead(id, lastVisible);
  }, [isWatched, scroll.isSettled, lastVisible, id]);

  useEffect(() => {
    if (flashing === null || !scroll.isSettled) return;
    const timer = setTimeout(() => setFlashing(null), flashMs);
    return () => clearTimeout(timer);
  }, [flashing, scroll.isSettled]);

  const jump = async (seq: number) => {
    goTo({ type: "seq", seq, align: "center" });
    try {
      await showPlace(id, seq);
      setFlashing(seq);
    } catch (error) {
      goTo(null);
      toast.failure(asApiError(error));
    }
  };
  const toLatest = async () => {
    if (room && !room.hasAfter) return toEnd();
    goTo({ type: "end" });
    try {
      await showPlace(id, "latest");
    } catch (error) {
      goTo(null);
      toast.failure(asApiError(error));
    }
  };
  useImperativeHandle(ref, () => ({ jump: (seq) => void jump(seq), toLatest: () => void toLatest() }));

  // What one writes is seen at once, wherever one was reading.
  const newest = outgoing[outgoing.length - 1]?.client_id;
  const seen = useRef(newest);
  useEffect(() => {
    if (newest && newest !== seen.current) void toLatest();
    seen.current = newest;
  });

  const view: RoomView = { ...given, onJump: (seq) => void jump(seq), onUnfold: scroll.stay };
  const stable = useRef(view);
  stable.current = view;
  // The rows see the same object while only the functions in it are new.
  const rowView = useMemo<RoomView>(
    () => ({
      chat,
      isPhone: given.isPhone,
      onJump: (seq) => stable.current.onJump(seq),
      onReply: (message) => stable.current.onReply(message),
      onEdit: (message) => stable.current.onEdit(message),
      onRewrite: (text) => stable.current.onRewrite(text),
      onAnnouncement: () => stable.current.onAnnouncement(),
      onUnfold: () => stable.current.onUnfold(),
    }),
    [chat, given.isPhone],
  );

  const messageAt = (row: HTMLElement) => room?.items[indexOfSeq(room.items, Number(row.dataset.seq ?? 0))];
  const gesture = useMenuGesture("[data-row]", (row, at, held) => {
    const message = messageAt(row);
    const selected = window.getSelection();
    // Somebody who has marked words wants them, not the message.
    if (!message || (selected && !selected.isCollapsed && row.contains(selected.anchorNode))) return false;
    const emoji = held?.closest<HTMLElement>("[data-emoji]")?.dataset.emoji;
    if (emoji) openReactors(message, emoji);
    else openMenu(message, at);
    return true;
  });
  const [stop, setStop] = useState<string>();
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const row = event.target as HTMLElement;
    if (!row.dataset.row) return;
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
    const at = all.indexOf(row);
    const next = { ArrowUp: all[at - 1], ArrowDown: all[at + 1], Home: all[0], End: all[all.length - 1] }[
      event.key
    ];
    if (next) {
      event.preventDefault();
      setStop(next.dataset.row);
      next.focus();
      next.scrollIntoView({ block: "nearest" });
      return;
    }
    const message = messageAt(row);
    if (!message || event.ctrlKey || event.metaKey || event.altKey) return;
    const rights = rightsOn(message, chat, me);
    if (event.key === "Enter" || event.key === " ") {
      const box = row.getBoundingClientRect();
      openMenu(message, { x: box.left + 60, y: box.top + Math.min(box.height, 40) });
    } else if (event.key === "r" && rights.reply) view.onReply(message);
    else if (event.key === "e" && rights.edit) view.onEdit(message);
    else if (event.key === "c" && message.text !== "") void copyMessage(message, nameNow);
    else if (event.key === "+" && rights.react) openPicker(message, row);
    else return;
    event.preventDefault();
  };
  const stopKey = stop && rows.some((row) => row.key === stop) ? stop : rows[rows.length - 1]?.key;

  return (
    <div className={styles.frame}>
      <div
        className={cx(styles.scroller, !scroll.isSettled && styles.settling)}
        role="feed"
        aria-label={t.room.messages}
        aria-busy={!isLoaded}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const row = (event.target as HTMLElement).dataset.row;
          if (row) setStop(row);
        }}
        {...gesture}
      >
        <div className={styles.spacer} />
        {isLoaded && (
          <Virtualizer
            key={room.version}
            ref={scroll.list}
            data={rows}
            shift={scroll.shift}
            bufferSize={600}
            onScroll={scroll.onScroll}
            onScrollEnd={scroll.onScrollEnd}
            onResize={scroll.onResize}
          >
            {(row, index) => (
              <RowFrame key={row.key} row={row} chat={chat} isLast={index === rows.length - 1}>
                <MessageRow
                  row={row}
                  view={rowView}
                  isStop={row.key === stopKey}
                  isFlashing={flashing !== null && row.seq === flashing}
                />
              </RowFrame>
            )}
          </Virtualizer>
        )}
      </div>
      {!isLoaded && (
        <div className={styles.loading}>
          <SkeletonRows rows={7} height={72} face={36} />
        </div>
      )}
      {isLoaded && rows.length === 0 && !room.hasBefore && <NoMessages chat={chat} />}
      {isLoaded && scroll.isSettled && (
        <Jumps chat={chat} isAtEnd={isAtEnd} lastVisible={lastVisible} onLatest={toLatest} onJump={jump} />
      )}
      <Layers view={rowView} />
      <Announcer label={t.room.messages} rows={rows} chat={chat} />
    </div>
  );
}

/** Menus and dialogs, fetched when the first one opens. */
function Layers({ view }: { view: RoomView }) {
  const isWanted = useLayers(({ menu, picker, readers, history, reactors, pictures }) =>
    Boolean(menu || picker || readers || history || reactors || pictures),
  );
  const [wasWanted, setWanted] = useState(false);
  if (isWanted && !wasWanted) setWanted(true);
  const lose = () => {
    closeLayers();
    setWanted(false);
  };
  return wasWanted && <LayersHost view={view} onLost={lose} />;
}

interface RowFrameProps {
  row: Row;
  chat: Chat;
  isLast: boolean;
  children: React.ReactNode;
}

/** What stands above a row: the beginning, a day, the line where reading stopped. */
function RowFrame({ row, chat, isLast, children }: RowFrameProps) {
  const t = useT();
  const time = useTime();
  return (
    <div className={cx(styles.row, isLast && styles.last)}>
      {row.top === "more" && <div className={styles.more}>{t.room.loading}</div>}
      {row.top === "start" && <Beginning chat={chat} />}
      {row.startsDay && (
        <div className={styles.day}>
          <time>{time.dayLabel(row.at)}</time>
        </div>
      )}
      {row.startsNew && (
        <div className={styles.newLine}>
          <span>{t.room.newLine}</span>
        </div>
      )}
      {children}
    </div>
  );
}

function Beginning({ chat }: { chat: Chat }) {
  const t = useT();
  const text =
    chat.me.history_from > 1
      ? t.room.limitedStart
      : chat.kind === "direct"
        ? t.room.startDirect(chat.title)
        : t.room.start;
  return <div className={styles.more}>{text}</div>;
}

interface JumpsProps {
  chat: Chat;
  isAtEnd: boolean;
  lastVisible: number;
  onLatest: () => void;
  onJump: (seq: number) => void;
}

/** The way to the latest message, with how many wait there, and to where one is named. */
function Jumps({ chat, isAtEnd, lastVisible, onLatest, onJump }: JumpsProps) {
  const t = useT();
  if (isAtEnd) return null;
  const { unread, first_mention_seq: called } = chat.me;
  const waiting = Math.min(unread, Math.max(0, chat.last_seq - lastVisible));
  return (
    <div className={styles.jumps}>
      {typeof called === "number" && called > lastVisible && (
        <Pressable className={cx(styles.jump, styles.called)} onPress={() => onJump(called)}>
          <AtSign size={14} aria-hidden="true" />
          {t.room.calledHere}
        </Pressable>
      )}
      <Pressable className={styles.jump ?? ""} onPress={onLatest}>
        <ArrowDown size={16} aria-hidden="true" />
        <span className="visually-hidden">{t.room.latest}</span>
        {waiting > 0 && <span>{t.room.newCount(waiting)}</span>}
      </Pressable>
    </div>
  );
}

/** Tells screen readers of what arrives, without reading the whole conversation again. */
function Announcer({ label, rows, chat }: { label: string; rows: readonly Row[]; chat: Chat }) {
  const t = useT();
  const me = useChats((store) => store.me);
  const last = chat.last_message;
  const [start] = useState(chat.last_seq);
  const nameOf = useNames(peopleIn(last));
  const isNews =
    last &&
    last.seq > start &&
    last.sender !== me &&
    last.kind !== "system" &&
    !last.recalled_at &&
    rows.length > 0;
  return (
    <div className="visually-hidden" role="log" aria-label={label} aria-live="polite">
      {isNews ? t.room.arrived(last.sender_name, messageLine(t, last, me, nameOf).slice(0, mostSaid)) : ""}
    </div>
  );
}
