import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, call } from "@/api/client";
import { primeCards } from "@/api/people";
import { queries } from "@/api/query";
import type { User, UserCard, UserHit } from "@/api/types";
import { userQuery } from "@/shared/person";
import { isUnanswered, knownPeople } from "./known";

const foundPageSize = 50;

/** Ranked search page by page. Old results stay while new ones load, so that typing does not flicker. */
export function useFound(q: string) {
  return useInfiniteQuery({
    queryKey: ["people", "found", q],
    queryFn: async ({ pageParam, signal }) => {
      const query = { q, limit: foundPageSize, ...(pageParam ? { cursor: pageParam } : {}) };
      const page = await call(api.GET("/api/v1/people/users", { params: { query }, signal }));
      primeCards(page.items);
      return page;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: q !== "",
    placeholderData: keepPreviousData,
  });
}

export interface FoundPeople {
  query: ReturnType<typeof useFound>;
  /** Undefined while the first answer is on its way. */
  people: readonly UserHit[] | undefined;
  /** The server cannot be asked: these are those whom this device knows. */
  isOffline: boolean;
  /** What stands there answers this text, and no earlier one. */
  isAnswered: boolean;
}

/** Whom a text finds; without the server among those who were shown before. */
export function useFoundPeople(q: string): FoundPeople {
  const query = useFound(q);
  const isOffline = q !== "" && isUnanswered(query);
  const known = useMemo(() => (isOffline ? knownPeople(q) : undefined), [isOffline, q]);
  const answered = useMemo(() => query.data?.pages.flatMap((page) => page.items), [query.data]);
  const isAnswered = isOffline || !(query.isPending || query.isPlaceholderData);
  return { query, people: known ?? answered, isOffline, isAnswered };
}

/** Managers shown above a person; beyond that the line says nothing new. */
const mostAbove = 4;

/** The line of managers above a person, the topmost first. A circle, which the server refuses, would end here too. */
export function useLineAbove(user: User) {
  const first = user.manager?.id;
  return useQuery({
    queryKey: ["people", "line", user.id, first ?? ""],
    queryFn: async () => {
      const line: UserCard[] = [];
      let next = user.manager;
      while (next && line.length < mostAbove && !line.some((above) => above.id === next?.id)) {
        const { id } = next;
        line.unshift(next);
        // What is known of a manager serves only while nothing has said that it changed.
        const above: User = await queries.fetchQuery(userQuery(id));
        next = above.manager;
      }
      return line;
    },
    enabled: first !== undefined,
  });
}
