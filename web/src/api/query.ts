import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "./error";

/** Attempts after the first, for failures that may pass by themselves. */
const retries = 2;

/** The cache of server state. Live events write into it; `staleTime` only bounds what a missed event may hide. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) =>
        failures < retries && error instanceof ApiError && (error.isNetwork || error.status >= 500),
      retryDelay: (attempt) => Math.min(1000 * 2 ** attempt, 8000),
    },
    mutations: { retry: false },
  },
});

const drops = new Set<() => void>();

/** Names what drops something that is kept of an account outside of the cache. */
export function onForget(drop: () => void) {
  drops.add(drop);
}

/** Drops all that is kept of whoever was signed in: another account may follow in the same window. */
export function forgetAccount() {
  queries.clear();
  for (const drop of drops) drop();
}
