import { useRef } from "react";

/**
 * Asks for more when the end of a list comes near. `end` names the end as it stands; for each it asks once, and once
 * more when what it asked for is over and the end has not moved: a page that did not come may still do so.
 */
export function useEnd(end: string, onReached: (() => unknown) | undefined): (isNear: () => boolean) => void {
  const asked = useRef<string>(undefined);
  return (isNear) => {
    if (!onReached || asked.current === end || !isNear()) return;
    asked.current = end;
    const release = () => {
      if (asked.current === end) asked.current = undefined;
    };
    const asking = onReached();
    if (asking instanceof Promise) asking.then(release, release);
  };
}

/** The name of a list's end: two lists of the same length end with different rows. */
export function endOf<T>(items: readonly T[], getKey: (item: T) => string): string {
  const last = items[items.length - 1];
  return last === undefined ? "" : `${items.length} ${getKey(last)}`;
}
