import { queries } from "@/api/query";

/** Second part of the query keys that show people: each may hold a name, a title, a role. */
export const peopleKeys = [
  "members",
  "table",
  "everyone",
  "found",
  "search",
  "line",
  "user",
  "roles",
  "department",
] as const;

/** Second part of the query keys that show departments and how many people are in them. */
export const departmentKeys = ["branch", "department", "department-search", "tree"] as const;

/** Everything of the directory: every card carries the names of departments, the reader's own too. */
export const directoryKeys = [...new Set([...peopleKeys, ...departmentKeys, "card", "me"])] as const;

/**
 * Fetches again what is on the screen of these, and the rest when it is wanted. `card` means all cards, `card/7` one.
 * All are marked before any is fetched: the reporting line looks into the people it consists of.
 */
export function refreshDirectory(keys: Iterable<string>): Promise<void> {
  const due = new Set(keys);
  return queries.invalidateQueries({
    predicate: ({ queryKey: [root, part, id] }) =>
      root === "people" && (due.has(String(part)) || due.has(`${part}/${id}`)),
  });
}
