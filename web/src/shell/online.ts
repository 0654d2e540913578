import { useSyncExternalStore } from "react";
import { useLive } from "@/api/live";

/** Whether the device has a network. */
export function useIsOnline(): boolean {
  return useSyncExternalStore(
    (changed) => {
      window.addEventListener("online", changed);
      window.addEventListener("offline", changed);
      return () => {
        window.removeEventListener("online", changed);
        window.removeEventListener("offline", changed);
      };
    },
    () => navigator.onLine,
  );
}

/** Whether the server hears this device, as far as is known. */
export function useIsConnected(): boolean {
  const isInterrupted = useLive((state) => state.interrupted);
  return useIsOnline() && !isInterrupted;
}
