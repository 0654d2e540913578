import { useSyncExternalStore } from "react";

/** Whether somebody looks at this page: it is visible and its window has the focus. */
export const isWatched = () => document.visibilityState === "visible" && document.hasFocus();

function subscribe(changed: () => void): () => void {
  window.addEventListener("focus", changed);
  window.addEventListener("blur", changed);
  document.addEventListener("visibilitychange", changed);
  return () => {
    window.removeEventListener("focus", changed);
    window.removeEventListener("blur", changed);
    document.removeEventListener("visibilitychange", changed);
  };
}

export const useWatched = (): boolean => useSyncExternalStore(subscribe, isWatched);
