import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import { primeCards } from "@/api/people";
import { queries } from "@/api/query";
import type { User } from "@/api/types";
import { departmentKeys, peopleKeys, refreshDirectory } from "@/shared/person";
import type { PeopleFilter } from "./filter";

const pageSize = 100;

/** People of the table, page by page. */
export function usePeopleTable(filter: PeopleFilter) {
  return useInfiniteQuery({
    queryKey: ["people", "table", filter],
    queryFn: async ({ pageParam, signal }) => {
      const query = {
        limit: pageSize,
        ...(filter.q ? { q: filter.q } : {}),
        ...(filter.department ? { department: filter.department } : {}),
        ...(filter.state ? { state: filter.state } : {}),
        ...(pageParam ? { cursor: pageParam } : {}),
      };
      const page = await call(api.GET("/api/v1/people/users", { params: { query }, signal }));
      primeCards(page.items);
      return page;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** The fields that the organisation added to its people. */
export function useAttributes() {
  return useQuery({
    queryKey: ["people", "attributes"],
    queryFn: async () => (await call(api.GET("/api/v1/people/attributes"))).items,
  });
}

/** After the fields changed: cards show their labels too. */
export async function refreshAttributes(): Promise<void> {
  await queries.invalidateQueries({ queryKey: ["people", "attributes"] });
  await queries.invalidateQueries({ queryKey: ["people", "user"] });
}

/** After people changed: what the console and the directory show of them is fetched again where it is shown. */
export async function refreshPeople(): Promise<void> {
  await refreshDirectory([...peopleKeys, ...departmentKeys]);
}

/** Puts the answer of a change where the person is shown. */
export function keepUser(user: User) {
  queries.setQueryData(["people", "user", user.id], user);
  primeCards([user]);
  void refreshPeople();
}
