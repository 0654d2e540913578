import { useSyncExternalStore } from "react";

/** True while the media query matches. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    () => window.matchMedia(query).matches,
  );
}

/** The one breakpoint between phone and desk; CSS uses the same `(max-width: 767px)`. */
export const phoneQuery = "(max-width: 767px)";

export function useIsPhone(): boolean {
  return useMedia(phoneQuery);
}

export function useIsTouch(): boolean {
  return useMedia("(pointer: coarse)");
}

export const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
