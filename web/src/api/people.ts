import { useQueries, useQuery } from "@tanstack/react-query";
import { api, call } from "./client";
import { ApiError } from "./error";
import { queries } from "./query";
import type { Me, UserCard } from "./types";

export const meKey = ["people", "me"] as const;

export const meQuery = {
  queryKey: meKey,
  queryFn: () => call(api.GET("/api/v1/people/me")),
  staleTime: 5 * 60_000,
};

/** The signed-in person. Inside the shell it is always there. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new ApiError({ code: "client.no_session", status: 401 });
  return data;
}

/** As `useMe`, for what also renders before anyone has signed in. */
export function useMaybeMe(): Me | undefined {
  return useQuery({ ...meQuery, enabled: false }).data;
}

/** True when the person runs something of the organisation: what the admin entry depends on. */
export function canAdminister(me: Me): boolean {
  return me.roles.length > 0 || Object.values(me.permissions).some(Boolean);
}

export const cardKey = (id: string) => ["people", "card", id] as const;
const cardStaleMs = 5 * 60_000;
/** Ids in one request; the server's limit. */
const batchLimit = 200;

interface Waiting {
  resolve: (card: UserCard | null) => void;
  reject: (error: unknown) => void;
}

let waiting = new Map<string, Waiting[]>();

/** Everyone who asks in the same tick shares one request. An id that is not visible answers null. */
export function loadCard(id: string): Promise<UserCard | null> {
  return new Promise((resolve, reject) => {
    if (waiting.size === 0) setTimeout(flush, 0);
    waiting.set(id, [...(waiting.get(id) ?? []), { resolve, reject }]);
  });
}

function flush() {
  const batch = waiting;
  waiting = new Map();
  const ids = [...batch.keys()];
  for (let at = 0; at < ids.length; at += batchLimit) void loadBatch(ids.slice(at, at + batchLimit), batch);
}

async function loadBatch(ids: string[], batch: Map<string, Waiting[]>) {
  try {
    const query = { ids: ids.join(","), limit: ids.length };
    const { items } = await call(api.GET("/api/v1/people/users", { params: { query } }));
    const found = new Map(items.map((card) => [card.id, card]));
    for (const id of ids) for (const { resolve } of batch.get(id) ?? []) resolve(found.get(id) ?? null);
  } catch (error) {
    for (const id of ids) for (const { reject } of batch.get(id) ?? []) reject(error);
  }
}

const cardQuery = (id: string) => ({
  queryKey: cardKey(id),
  queryFn: () => loadCard(id),
  staleTime: cardStaleMs,
});

/** A person's card by id; undefined while loading, null when not visible. */
export function useUserCard(id: string | undefined): UserCard | null | undefined {
  return useQuery({ ...cardQuery(id ?? ""), enabled: id !== undefined && id !== "" }).data;
}

/** Cards by id, in the order asked; those not loaded or not visible are left out. */
export function useUserCards(ids: readonly string[]): UserCard[] {
  return useQueries({
    queries: ids.map(cardQuery),
    combine: (results) => results.flatMap((result) => (result.data ? [result.data] : [])),
  });
}

/** Puts cards that came with another answer into the cache, so that nobody asks for them again. */
export function primeCards(cards: readonly UserCard[]) {
  for (const card of cards) queries.setQueryData(cardKey(card.id), card);
}

/** Drops what is cached about a person after an event said that it changed. */
export function forgetPerson(id: string) {
  void queries.invalidateQueries({ queryKey: cardKey(id) });
  void queries.invalidateQueries({ queryKey: ["people", "user", id] });
}
