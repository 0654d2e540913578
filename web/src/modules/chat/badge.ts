import { create } from "zustand";
import type { NavigationBadge } from "@/lib/module";

/** What is unread over all chats. Small, because the rail of every page shows it. */
export interface Totals {
  /** In chats that are not muted. */
  unread: number;
  /** Calls by name, in any chat. */
  mentions: number;
}

export const noTotals: Totals = { unread: 0, mentions: 0 };

export const useTotals = create<Totals>(() => noTotals);

/** The number at the module's entry. */
export function useUnreadBadge(): NavigationBadge | undefined {
  const count = useTotals((totals) => totals.unread);
  return count > 0 ? { count } : undefined;
}
