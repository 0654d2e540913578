import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import { primeCards } from "@/api/people";

const searchLimit = 30;
const pageSize = 100;
/** A change is told at once; this only bounds what a missed event may hide. */
const userStaleMs = 30_000;

/** Everything about a person that this reader may see. */
export const userQuery = (id: string) => ({
  queryKey: ["people", "user", id] as const,
  queryFn: () => call(api.GET("/api/v1/people/users/{id}", { params: { path: { id } } })),
  staleTime: userStaleMs,
});

/** Ranked search by name, pinyin, initials, title, department, phone or mail. Old results stay while new ones load. */
export function usePeopleSearch(q: string, limit = searchLimit) {
  const text = q.trim();
  return useQuery({
    queryKey: ["people", "search", text, limit],
    queryFn: async ({ signal }) => {
      const query = { q: text, limit };
      const { items } = await call(api.GET("/api/v1/people/users", { params: { query }, signal }));
      primeCards(items);
      return items;
    },
    enabled: text !== "",
    placeholderData: keepPreviousData,
  });
}

/** People of a department page by page: heads, then order, then pinyin. */
export function useMembers(department: string | undefined, options: { deep?: boolean } = {}) {
  const deep = options.deep ?? false;
  return useInfiniteQuery({
    queryKey: ["people", "members", department, deep],
    queryFn: async ({ pageParam }) => {
      const page = await call(
        api.GET("/api/v1/people/departments/{id}/members", {
          params: {
            path: { id: department ?? "" },
            query: { limit: pageSize, deep, ...(pageParam ? { cursor: pageParam } : {}) },
          },
        }),
      );
      primeCards(page.items);
      return page;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: department !== undefined,
  });
}

/** Everyone in the order of names. */
export function useEveryone(options: { enabled?: boolean } = {}) {
  return useInfiniteQuery({
    queryKey: ["people", "everyone"],
    queryFn: async ({ pageParam }) => {
      const query = { limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) };
      const page = await call(api.GET("/api/v1/people/users", { params: { query } }));
      primeCards(page.items);
      return page;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: options.enabled ?? true,
  });
}
