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

/** The tabs of the preview: what is wrong first, then what happens; empty ones are left out. */
export function tabsOf(summary: Partial<Summary>): readonly RowKind[] {
  const all = counts(summary);
  return rowKinds.filter((kind) => all[kind] > 0);
}

/** The tab that is shown: the chosen one while it has rows, else the first that has. */
export function shownTab(summary: Partial<Summary>, chosen: string | undefined): RowKind | undefined {
  const tabs = tabsOf(summary);
  return tabs.find((kind) => kind === chosen) ?? tabs[0];
}

export type Verdict = "apply" | "nothing" | "onlyBad";

/** Whether there is a preview to decide on: one that could not be applied may be tried again. */
export function isWaiting({ state, summary }: Pick<PeopleImport, "state" | "summary">): boolean {
  return state === "ready" || (state === "failed" && tabsOf(summary).length > 0);
}

/** Whether an import can be applied, and if not, why. */
export function verdict(found: Pick<PeopleImport, "state" | "summary" | "include_leaving">): Verdict {
  if (effects(found.summary, found.include_leaving) > 0) return "apply";
  return counts(found.summary).bad > 0 ? "onlyBad" : "nothing";
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
