import { type KeyboardEvent, type RefObject, useState } from "react";
import { isComposing } from "@/lib/shortcuts";

/** The part of react-aria's events that goes beyond the browser's. */
interface Passing {
  continuePropagation: () => void;
}

export interface ResultKeysOptions<T> {
  /** What stands in the box. */
  typed: string;
  /** What was found for it; undefined while that is on its way. */
  found: readonly T[] | undefined;
  onPick: (item: T) => void;
  /** Holds the list that stands there while nothing is typed: ↓ goes into it. */
  list: RefObject<HTMLElement | null>;
}

export interface ResultKeys {
  /** Place of the result that the keys have reached. */
  index: number;
  onKeyDown: (event: KeyboardEvent & Passing) => void;
}

const intoList = '[role="tree"], [data-index] button:not([tabindex="-1"], [disabled])';

/** The keys of a search box above its results: ↑ ↓ move through them, Enter takes one, the focus stays in the box. */
export function useResultKeys<T>({ typed, found, onPick, list }: ResultKeysOptions<T>): ResultKeys {
  const [reached, setReached] = useState({ typed: "", index: 0 });
  const last = (found?.length ?? 0) - 1;
  // Another text begins at the best hit.
  const index = reached.typed === typed ? Math.max(Math.min(reached.index, last), 0) : 0;
  const onKeyDown: ResultKeys["onKeyDown"] = (event) => {
    if (isComposing(event.nativeEvent)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined && event.key !== "Enter") {
      event.continuePropagation();
      return;
    }
    event.preventDefault();
    if (typed.trim() === "") {
      if (step === 1) list.current?.querySelector<HTMLElement>(intoList)?.focus();
      return;
    }
    if (step !== undefined) {
      setReached({ typed, index: Math.max(Math.min(index + step, last), 0) });
      return;
    }
    // What nobody has seen yet is not taken.
    const item = found?.[index];
    if (item !== undefined) onPick(item);
  };
  return { index, onKeyDown };
}
