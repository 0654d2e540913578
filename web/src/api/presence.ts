import { useEffect } from "react";
import { create } from "zustand";
import { live, type PresenceState, useLive } from "./live";
import { onForget } from "./query";

const usePresenceStore = create<{ states: Readonly<Record<string, PresenceState>> }>(() => ({ states: {} }));

/** The server follows at most this many people for one connection. */
const mostWatched = 500;
/** Lists mount many rows in one frame; one frame to the server is enough. */
const settleMs = 150;

const counts = new Map<string, number>();
let timer: ReturnType<typeof setTimeout> | undefined;

function settle() {
  clearTimeout(timer);
  timer = setTimeout(() => live.watch([...counts.keys()].slice(-mostWatched)), settleMs);
}

function follow(id: string): () => void {
  const count = counts.get(id) ?? 0;
  counts.delete(id);
  counts.set(id, count + 1);
  if (count === 0) settle();
  return () => {
    const left = (counts.get(id) ?? 1) - 1;
    if (left > 0) counts.set(id, left);
    else {
      counts.delete(id);
      settle();
    }
  };
}

live.onPresence((states) =>
  usePresenceStore.setState((before) => ({ states: { ...before.states, ...states } })),
);

const clear = () => usePresenceStore.setState({ states: {} });
onForget(clear);
// What was true before the connection went need not be true any more; with the next one the server tells anew.
useLive.subscribe(({ interrupted }) => interrupted && clear());

/** Whether a person is here now; follows them while the component is mounted. */
export function usePresence(id: string | undefined): PresenceState | undefined {
  useEffect(() => (id ? follow(id) : undefined), [id]);
  return usePresenceStore((store) => (id ? store.states[id] : undefined));
}
