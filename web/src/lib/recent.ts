import { create } from "zustand";
import { persist } from "zustand/middleware";

/** A place that was opened, kept on this device. */
export interface RecentPlace {
  id: string;
  kind: string;
  title: string;
  subtitle?: string | undefined;
  href: string;
}

const most = 8;

/** The key of a place: what it is and which one. */
export function placeId(kind: string, id: string): string {
  return `${kind}-${id}`;
}

/** Which person, chat or the like a place is. */
export function idOfPlace(place: Pick<RecentPlace, "id" | "kind">): string {
  return place.id.slice(place.kind.length + 1);
}

export const useRecent = create<{ owner: string; places: readonly RecentPlace[] }>()(
  persist(() => ({ owner: "", places: [] as readonly RecentPlace[] }), {
    name: "courtyard.recent",
    version: 1,
  }),
);

/** Remembers a place for one person; another person on the same device starts afresh. */
export function rememberPlace(owner: string, place: RecentPlace) {
  useRecent.setState((state) => {
    const before = state.owner === owner ? state.places : [];
    return { owner, places: [place, ...before.filter((entry) => entry.id !== place.id)].slice(0, most) };
  });
}
