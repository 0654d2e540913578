import { type MouseEvent, type PointerEvent, useEffect, useRef } from "react";

/** How long a finger rests before the menu opens, and how far it may drift. */
const longPressMs = 420;
const driftPx = 10;
/** A press without a click makes one of its own 80 ms after the finger lifts: it must not get through either. */
const swallowMs = 150;

export interface Point {
  x: number;
  y: number;
}

/**
 * Hears right clicks, long presses and the menu key on rows that match `selector`, with one set of listeners for a
 * whole list. `onMenu` returns whether it takes the gesture; otherwise the browser's own menu opens. `held` is what a
 * finger rests on.
 */
export function useMenuGesture(
  selector: string,
  onMenu: (row: HTMLElement, at: Point, held?: Element) => boolean,
) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number }>(undefined);
  const swallow = useRef<(event: Event) => void>(undefined);
  const cancel = () => {
    clearTimeout(press.current?.timer);
    press.current = undefined;
  };
  useEffect(
    () => () => {
      clearTimeout(press.current?.timer);
      if (swallow.current) window.removeEventListener("click", swallow.current, true);
    },
    [],
  );
  /** The finger that opened the menu lifts later: that lifting must not press what lies under it. */
  const swallowNextClick = () => {
    const eat = (event: Event) => {
      event.preventDefault();
      event.stopPropagation();
    };
    const end = () => {
      setTimeout(() => window.removeEventListener("click", eat, true), swallowMs);
      window.removeEventListener("pointerup", end, true);
      window.removeEventListener("pointercancel", end, true);
    };
    swallow.current = eat;
    window.addEventListener("click", eat, true);
    window.addEventListener("pointerup", end, true);
    window.addEventListener("pointercancel", end, true);
  };
  const rowOf = (target: EventTarget) => (target as Element).closest<HTMLElement>(selector);

  return {
    onContextMenu: (event: MouseEvent) => {
      const row = rowOf(event.target);
      if (!row) return;
      // On touch screens the long press below has opened it already.
      if (press.current) return event.preventDefault();
      const box = row.getBoundingClientRect();
      const byKey = event.clientX === 0 && event.clientY === 0;
      const at = byKey
        ? { x: box.left + 24, y: box.top + Math.min(box.height, 48) }
        : { x: event.clientX, y: event.clientY };
      if (onMenu(row, at)) event.preventDefault();
    },
    // On the way down: buttons and links in a row keep the event to themselves.
    onPointerDownCapture: (event: PointerEvent) => {
      cancel();
      const held = event.target as Element;
      const row = event.pointerType === "mouse" ? null : rowOf(held);
      if (!row) return;
      const at = { x: event.clientX, y: event.clientY };
      const timer = setTimeout(() => {
        if (!onMenu(row, at, held)) return;
        window.getSelection()?.removeAllRanges();
        navigator.vibrate?.(8);
        // What lies under the finger has begun a press of its own, which ends here.
        document.dispatchEvent(new PointerEvent("pointercancel"));
        swallowNextClick();
      }, longPressMs);
      press.current = { timer, ...at };
    },
    onPointerMove: (event: PointerEvent) => {
      const start = press.current;
      if (start && Math.hypot(event.clientX - start.x, event.clientY - start.y) > driftPx) cancel();
    },
    onPointerUp: cancel,
    onPointerCancel: cancel,
  };
}
