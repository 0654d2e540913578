import type { UserState } from "@/api/types";

export const states = ["active", "invited", "suspended", "left"] as const satisfies readonly UserState[];

/** What the table shows. */
export interface PeopleFilter {
  q: string;
  department: string | undefined;
  state: UserState | undefined;
}

/** Reads the filter from the address; what is not understood is left out. */
export function filterOf(
  search: Readonly<Record<string, string | undefined>>,
  fallbackDepartment: string | undefined,
): PeopleFilter {
  return {
    q: search.q?.trim() ?? "",
    department: search.department || fallbackDepartment,
    state: states.find((state) => state === search.state),
  };
}

export function isFiltered(filter: PeopleFilter, fallbackDepartment: string | undefined): boolean {
  return filter.q !== "" || filter.state !== undefined || filter.department !== fallbackDepartment;
}
