import { ApiError } from "@/api/error";
import { queries } from "@/api/query";
import type { Department, UserCard, UserHit } from "@/api/types";
import { matchName } from "@/lib/pinyin";
import { literal } from "@/shared/department";

/** More than this nobody looks through. */
const most = 50;

interface Asked {
  data: unknown;
  error: unknown;
  fetchStatus: "fetching" | "paused" | "idle";
  isPlaceholderData: boolean;
}

/** Whether a search has no answer because the server cannot be reached; what is shown answers an earlier one. */
export function isUnanswered({ data, error, fetchStatus, isPlaceholderData }: Asked): boolean {
  if (data !== undefined && !isPlaceholderData) return false;
  return fetchStatus === "paused" || (error instanceof ApiError && error.isNetwork);
}

/** People whose cards were shown on this device and who are found by name, pinyin or initials. */
export function knownPeople(q: string): UserHit[] {
  const cards = queries.getQueriesData<UserCard | null>({ queryKey: ["people", "card"] });
  return cards
    .flatMap(([, card]) => {
      const ranges = card && matchName(q, card.name, card.pinyin);
      return ranges ? [{ ...card, matched: { field: "name" as const, ranges } }] : [];
    })
    .sort((a, b) => (a.pinyin || a.name).localeCompare(b.pinyin || b.name))
    .slice(0, most);
}

/** Departments of the branches that were opened, by a part of their names. */
export function knownDepartments(q: string): Department[] {
  const branches = queries.getQueriesData<Department[]>({ queryKey: ["people", "branch"] });
  return branches
    .flatMap(([, branch]) => branch ?? [])
    .filter(({ name }) => literal(name, q).length > 0)
    .slice(0, most);
}
