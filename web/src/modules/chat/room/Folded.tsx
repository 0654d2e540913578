import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { cx } from "@/lib/cx";
import { Pressable } from "@/ui";
import { atEnd } from "../engine/store";
import { useT } from "../i18n";
import styles from "./Message.module.css";

/** Lines that are always shown, their height in px, and how much more is not worth a press. */
const shownLines = 20;
const linePx = 22;
const slackPx = 4 * linePx;

/** Shorter ones fit at any width. */
const mayBeLong = (text: string) => text.length > 300 || text.split("\n").length > shownLines;

/** What was unfolded stays so, also when its row leaves the screen and comes back. */
const unfolded = new Set<string>();
atEnd(() => unfolded.clear());

interface FoldedProps {
  /** Names the message. */
  id: string;
  text: string;
  /** Runs before it grows. */
  onUnfold: () => void;
  children: ReactNode;
}

/** A text that is shown in part where it is very long. */
export function Folded({ id, text, onUnfold, children }: FoldedProps) {
  const t = useT();
  const body = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(() => unfolded.has(id));
  const [isLong, setLong] = useState(false);
  const measures = !isOpen && mayBeLong(text);
  useLayoutEffect(() => {
    const box = body.current;
    if (!box || !measures) return;
    const measure = () => setLong(box.scrollHeight > shownLines * linePx + slackPx);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [measures]);
  if (!measures) return children;
  return (
    <>
      <div
        ref={body}
        className={cx(isLong && styles.folded)}
        style={isLong ? { maxHeight: shownLines * linePx } : undefined}
      >
        {children}
      </div>
      {isLong && (
        <Pressable
          className={styles.unfold ?? ""}
          aria-expanded={false}
          onPress={() => {
            unfolded.add(id);
            onUnfold();
            setOpen(true);
          }}
        >
          {t.message.showAll}
        </Pressable>
      )}
    </>
  );
}
