import { useSyncExternalStore } from "react";
import { isAttended } from "@/lib/notices";

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

/** Whether somebody looks at this page, as it changes. */
export const useAttended = (): boolean => useSyncExternalStore(subscribe, isAttended);
