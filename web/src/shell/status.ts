import { create } from "zustand";
import { live, type PresenceState } from "@/api/live";
import { onForget } from "@/api/query";
import { useIsConnected } from "./online";

type Status = "active" | "away";

const useStatus = create<{ chosen: Status; isIdle: boolean }>(() => ({ chosen: "active", isIdle: false }));

/** Without a key or pointer for this long, others see the reader as away. */
const idleMs = 5 * 60_000;

function tell() {
  const { chosen, isIdle } = useStatus.getState();
  live.setActivity(chosen === "away" || isIdle ? "away" : "active");
}

useStatus.subscribe(tell);
onForget(() => useStatus.setState(useStatus.getInitialState()));

/** How others see the reader, as far as this device knows: nobody is here who is not connected. */
export function useOwnPresence(): PresenceState {
  const chosen = useOwnStatus();
  const isConnected = useIsConnected();
  if (!isConnected) return "offline";
  return chosen === "away" ? "away" : "online";
}

/** What the reader chose to show. */
export function useOwnStatus(): Status {
  return useStatus((state) => state.chosen);
}

export function setOwnStatus(chosen: Status) {
  useStatus.setState({ chosen });
}

/** Watches for signs of life; returns how to stop. */
export function watchIdle(): () => void {
  let timer = setTimeout(fallIdle, idleMs);
  let lastSeen = 0;
  function fallIdle() {
    useStatus.setState({ isIdle: true });
  }
  const seen = () => {
    const now = Date.now();
    if (useStatus.getState().isIdle) useStatus.setState({ isIdle: false });
    else if (now - lastSeen < 1000) return;
    lastSeen = now;
    clearTimeout(timer);
    timer = setTimeout(fallIdle, idleMs);
  };
  const signs = ["pointerdown", "pointermove", "keydown", "wheel", "visibilitychange"] as const;
  for (const sign of signs) document.addEventListener(sign, seen, { passive: true, capture: true });
  return () => {
    clearTimeout(timer);
    for (const sign of signs) document.removeEventListener(sign, seen, { capture: true });
  };
}
