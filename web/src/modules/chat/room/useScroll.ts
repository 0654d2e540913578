import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { VirtualizerHandle } from "@/ui";
import { extend, trimRoom } from "../engine/rooms";
import { mostItems, type Room } from "../model/room";
import { type Row, rowOfSeq } from "../model/rows";

/** Rows from an end at which the next page is asked for. */
const lookAhead = 15;
/** Closer to the end than this counts as at the end, in px. */
const nearEnd = 60;
/** What stays visible above the place where reading stopped, in px. */
const contextAbove = 120;
/** Rows over the limit before those below are let go. */
const slack = 300;
/** Rows before those above are let go. */
const mostAbove = 5000;

/** Where a conversation is to go with its next rows. */
export type Goal =
  | { type: "end" }
  | {
      type: "seq";
      seq: number;
      align: "start" | "center";
      /** Px between the start of the row and that of the screen. */
      offset?: number;
    };

export interface Scroll {
  list: RefObject<VirtualizerHandle | null>;
  /** The rows stand where they should: until then they are not shown. */
  isSettled: boolean;
  isAtEnd: boolean;
  /** Place of the last message that is on the screen. */
  lastVisible: number;
  shift: boolean;
  onScroll: () => void;
  onScrollEnd: () => void;
  onResize: () => void;
  /** Goes there now, or as soon as the part with this place has come; null gives the wish up. */
  goTo: (goal: Goal | null) => void;
  toEnd: (smooth?: boolean) => void;
  /** What grows next grows downwards, also where the end was in view. */
  stay: () => void;
}

/** Keeps a conversation where its reader is: at the end, at a place, or still while pages come on both sides. */
export function useScroll(id: string, room: Room | undefined, rows: readonly Row[], first: Goal): Scroll {
  const list = useRef<VirtualizerHandle>(null);
  const goal = useRef<Goal | null>(first);
  const atEnd = useRef(first.type === "end");
  const anchor = useRef(0);
  const [isSettled, setSettled] = useState(false);
  const [isAtEnd, setAtEnd] = useState(first.type === "end");
  const [lastVisible, setLastVisible] = useState(0);
  const [wish, setWish] = useState(0);
  const latest = useRef({ rows, room });
  latest.current = { rows, room };

  const version = room?.version ?? 0;
  const firstSeq = rows[0]?.seq ?? 0;
  const before = useRef({ version, firstSeq });
  // Rows that come or go at the start keep what is on the screen in its place.
  const shift = before.current.version === version && before.current.firstSeq !== firstSeq;

  const look = useCallback(() => {
    const handle = list.current;
    const { rows: shown, room: now } = latest.current;
    if (!handle || shown.length === 0 || !now) return;
    const { scrollOffset, viewportSize, scrollSize } = handle;
    const end = scrollSize - scrollOffset - viewportSize < nearEnd && !now.hasAfter;
    atEnd.current = end;
    setAtEnd(end);
    const top = handle.findItemIndex(scrollOffset);
    const bottom = handle.findItemIndex(scrollOffset + viewportSize - 12);
    anchor.current = shown[top]?.seq ?? 0;
    let visible = bottom;
    while (visible > 0 && !shown[visible]?.seq) visible -= 1;
    setLastVisible(shown[visible]?.seq ?? 0);
    if (top < lookAhead) void extend(id, "before");
    if (bottom > shown.length - 1 - lookAhead) void extend(id, "after");
  }, [id]);

  /** Only when nothing moves: a part that grew too long is cut, at the start seldom, for it is drawn anew then. */
  const onScrollEnd = useCallback(() => {
    const handle = list.current;
    const { rows: shown, room: now } = latest.current;
    const count = now?.items.length ?? 0;
    if (!handle || count <= mostItems + slack) return;
    const { scrollOffset } = handle;
    const top = handle.findItemIndex(scrollOffset);
    if (top < shown.length / 2) return trimRoom(id, "end");
    const seq = shown[top]?.seq;
    if (count <= mostAbove || !seq) return;
    goal.current = { type: "seq", seq, align: "start", offset: scrollOffset - handle.getItemOffset(top) };
    trimRoom(id, "start");
  }, [id]);

  const toEnd = useCallback((smooth = false) => {
    const count = latest.current.rows.length;
    if (count > 0) list.current?.scrollToIndex(count - 1, { align: "end", smooth });
  }, []);

  /** Another part of the chat came without a wish of the reader: the place is kept as well as it goes. */
  const shownVersion = useRef(version);
  if (shownVersion.current !== version) {
    if (!goal.current && version > 1) {
      goal.current = atEnd.current ? { type: "end" } : { type: "seq", seq: anchor.current, align: "start" };
    }
    shownVersion.current = version;
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: a wish for another place runs it again.
  useLayoutEffect(() => {
    before.current = { version, firstSeq };
    const wanted = goal.current;
    const handle = list.current;
    if (!handle || rows.length === 0) return;
    if (!wanted) {
      if (atEnd.current && !room?.hasAfter) toEnd();
      return;
    }
    if (wanted.type === "end") {
      if (room?.hasAfter) return;
      toEnd();
    } else {
      const { items } = room ?? { items: [] };
      const isBefore = (items[0]?.seq ?? 0) > wanted.seq && room?.hasBefore;
      const isAfter = (items[items.length - 1]?.seq ?? 0) < wanted.seq && room?.hasAfter;
      // The part with this place is on its way.
      if (isBefore || isAfter) return;
      const index = rowOfSeq(rows, wanted.seq);
      atEnd.current = false;
      const offset = wanted.offset ?? (wanted.align === "start" ? -contextAbove : 0);
      handle.scrollToIndex(index, { align: wanted.align, offset });
    }
    goal.current = null;
    // The list measures its rows and moves once more; only then is it where it should be.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        setSettled(true);
        look();
      });
    });
    return () => cancelAnimationFrame(frame);
  }, [rows, version, firstSeq, room?.hasAfter, toEnd, look, wish]);

  // After a goal was reached the frame above may have been cancelled by the next rows.
  useEffect(() => {
    if (isSettled || rows.length === 0) return;
    const timer = setTimeout(() => setSettled(true), 250);
    return () => clearTimeout(timer);
  }, [isSettled, rows.length]);

  useEffect(() => {
    if (isSettled) look();
  }, [isSettled, look]);

  const onResize = useCallback(() => {
    if (atEnd.current && !goal.current) toEnd();
    look();
  }, [toEnd, look]);

  const goTo = useCallback((next: Goal | null) => {
    goal.current = next;
    setWish((count) => count + 1);
  }, []);

  const stay = useCallback(() => {
    atEnd.current = false;
  }, []);

  return {
    list,
    isSettled,
    isAtEnd,
    lastVisible,
    shift,
    onScroll: look,
    onScrollEnd,
    onResize,
    goTo,
    toEnd,
    stay,
  };
}
