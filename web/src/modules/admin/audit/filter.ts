import type { AuditKindInfo } from "./queries";

export const ranges = ["1", "7", "30", "custom"] as const;
export type Range = (typeof ranges)[number];

/** What the table shows, as it stands in the address. */
export interface AuditFilter {
  actor?: string | undefined;
  /** `people.user`, as a category. */
  group?: string | undefined;
  /** `people.user.suspended`, within the category. */
  kind?: string | undefined;
  target?: string | undefined;
  /** The last days up to today; days of one's own choice stand in `from` and `to`. */
  range?: Range | undefined;
  /** Days as 2026-01-31, both included. */
  from?: string | undefined;
  to?: string | undefined;
}

const fields = ["actor", "group", "kind", "target", "from", "to"] as const;
const dayShape = /^\d{4}-\d{2}-\d{2}$/;

export function filterOf(search: Readonly<Record<string, string | undefined>>): AuditFilter {
  const filter: AuditFilter = {};
  for (const field of fields) if (search[field]) filter[field] = search[field];
  const range = ranges.find((known) => known === search.range);
  if (range) filter.range = range;
  if (filter.from && !dayShape.test(filter.from)) delete filter.from;
  if (filter.to && !dayShape.test(filter.to)) delete filter.to;
  return filter;
}

/** Midnight at the start of a day by this device's calendar, `later` days on, in unix ms. */
export function dayStart(day: string, later = 0): number {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later).getTime();
}

export interface AuditQuery {
  actor?: string;
  kind?: string;
  target?: string;
  from?: number;
  to?: number;
}

/** Where the last `days` days begin: one day is today from midnight. */
function lastDays(days: number, now: number): number {
  const today = new Date(now);
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() - days + 1).getTime();
}

/** The filter as the server wants it: moments instead of days, one prefix for category and act. */
export function queryOf(filter: AuditFilter, now = Date.now()): AuditQuery {
  const kind = filter.kind ?? (filter.group ? `${filter.group}.` : undefined);
  return {
    ...(filter.actor ? { actor: filter.actor } : {}),
    ...(kind ? { kind } : {}),
    ...(filter.target ? { target: filter.target } : {}),
    ...span(filter, now),
  };
}

function span({ range, from, to }: AuditFilter, now: number): Pick<AuditQuery, "from" | "to"> {
  if (range && range !== "custom") return { from: lastDays(Number(range), now) };
  return { ...(from ? { from: dayStart(from) } : {}), ...(to ? { to: dayStart(to, 1) } : {}) };
}

/** `people.user` of `people.user.suspended`. */
export function groupOf(kind: string): string {
  return kind.split(".").slice(0, 2).join(".");
}

export interface KindGroup {
  id: string;
  kinds: readonly { id: string; text: string }[];
}

/** The kinds by category, in the order of `known`; their words without the places where facts stand. */
export function kindGroups(
  kinds: readonly AuditKindInfo[],
  known: readonly string[] = [],
): readonly KindGroup[] {
  const groups = new Map<string, { id: string; text: string }[]>();
  for (const { kind, text } of kinds) {
    const id = groupOf(kind);
    const plain = { id: kind, text: withoutFacts(text) };
    const list = groups.get(id);
    if (list) list.push(plain);
    else groups.set(id, [plain]);
  }
  const rank = (id: string) => (known.includes(id) ? known.indexOf(id) : known.length);
  return [...groups].map(([id, list]) => ({ id, kinds: list })).sort((a, b) => rank(a.id) - rank(b.id));
}

/** 授予 {target} 角色：{role} {department} → 授予…角色 */
export function withoutFacts(text: string): string {
  return text
    .replace(/[“"]?\{\w+\}[”"]?/g, "…")
    .replace(/(\s*(…|→)\s*)+/g, "…")
    .replace(/[：:，,]\s*….*$/u, "")
    .trim();
}
