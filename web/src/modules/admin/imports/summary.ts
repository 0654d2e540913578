import { type PeopleImport, type RowKind, rowKinds, type Summary } from "./api";

/** Every count, 0 where the server says nothing. */
export function counts(summary: Partial<Summary>): Summary {
  const entries = rowKinds.map((kind) => [kind, summary[kind] ?? 0] as const);
  return Object.fromEntries(entries) as Record<RowKind, number>;
}

/** Kinds that change the directory when the import is applied. */
const effective: readonly RowKind[] = ["added", "moved", "changed", "leaving"];

/** How many people an import would change. */
export function effects(summary: Partial<Summary>, includesLeaving: boolean): number {
  const all = counts(summary);
  return effective
    .filter((kind) => kind !== "leaving" || includesLeaving)
    .reduce((sum, kind) => sum + all[kind], 0);
}

/** What an import holds, and whether those who are not in the table leave with it. */
type Counted = { summary: Partial<Summary>; include_leaving: boolean };

/**
 * The tabs of the preview: what is wrong first, then what happens; empty ones are left out. The server counts who is
 * not in the table in any case; nobody leaves unless that was asked for.
 */
export function tabsOf({ summary, include_leaving }: Counted): readonly RowKind[] {
  const all = counts(summary);
  return rowKinds.filter((kind) => all[kind] > 0 && (kind !== "leaving" || include_leaving));
}

/** The tab that is shown: the chosen one while it has rows, else the first that has. */
export function shownTab(found: Counted, chosen: string | undefined): RowKind | undefined {
  const tabs = tabsOf(found);
  return tabs.find((kind) => kind === chosen) ?? tabs[0];
}

/** How many people an import dismisses. */
export function leavers({ summary, include_leaving }: Counted): number {
  return include_leaving ? counts(summary).leaving : 0;
}

export type Verdict = "apply" | "nothing" | "onlyBad" | "unusable";

const isEmpty = (summary: Partial<Summary>) => Object.values(counts(summary)).every((count) => count === 0);

/** Whether there is a preview to decide on: one that could not be applied may be tried again. */
export function isWaiting({ state, summary }: Pick<PeopleImport, "state" | "summary">): boolean {
  return state === "ready" || (state === "failed" && !isEmpty(summary));
}

/** Whether an import can be applied, and if not, why: a table that could not be compared at all changes nothing yet. */
export function verdict(found: Counted & Pick<PeopleImport, "problem">): Verdict {
  if (effects(found.summary, found.include_leaving) > 0) return "apply";
  if (counts(found.summary).bad > 0) return "onlyBad";
  return found.problem && isEmpty(found.summary) ? "unusable" : "nothing";
}

/** Percent done; undefined while the length is unknown. */
export function percent({ done, total }: PeopleImport["progress"]): number | undefined {
  return total > 0 ? Math.min(Math.round((done / total) * 100), 100) : undefined;
}

/** The field of every column in the order of the table; an empty one is left out. */
export function mappingOf({ columns, mapping }: Pick<PeopleImport, "columns" | "mapping">) {
  return Object.fromEntries(columns.map(({ name }) => [name, mapping[name] ?? ""]));
}

/** Which columns have no field, and which fields two columns claim: both are shown before anything is read again. */
export function mappingFaults(mapping: Readonly<Record<string, string>>): {
  unused: readonly string[];
  claimed: ReadonlySet<string>;
  /** No column tells who a row is about. */
  lacksPerson: boolean;
} {
  const used = Object.values(mapping).filter((field) => field !== "");
  const claimed = used.filter((field, index) => used.indexOf(field) !== index);
  return {
    unused: Object.keys(mapping).filter((column) => !mapping[column]),
    claimed: new Set(claimed),
    lacksPerson: !used.includes("name") && !used.includes("employee_no"),
  };
}
