import { create } from "zustand";
import { onForget } from "@/api/query";

/** The list in the middle column: a department, or everyone. */
export type ListPlace = string | typeof everyone;
export const everyone = "all";

interface DirectoryState {
  /** What stands in the search box; kept here so that coming back finds the same results. */
  typed: string;
  /** Result that the arrow keys of the search box have reached. */
  activeIndex: number;
  /** Open branches of the tree. */
  expanded: ReadonlySet<string>;
  /** The reader's choice between this level and all below; undefined until there is one. */
  isDeep: boolean | undefined;
  /** The list last opened, which stays beside a person's page. */
  place: ListPlace | undefined;
}

export const useDirectory = create<DirectoryState>(() => ({
  typed: "",
  activeIndex: 0,
  expanded: new Set<string>(),
  isDeep: undefined,
  place: undefined,
}));
onForget(() => useDirectory.setState(useDirectory.getInitialState(), true));

export function setTyped(typed: string) {
  useDirectory.setState({ typed, activeIndex: 0 });
}

export function expand(ids: readonly string[]) {
  const { expanded } = useDirectory.getState();
  if (ids.every((id) => expanded.has(id))) return;
  useDirectory.setState({ expanded: new Set([...expanded, ...ids]) });
}

/** Whether a department is listed with everyone below it, when the reader has not chosen. */
export function deepByDefault(department: { direct_people: number; children: number }): boolean {
  return department.direct_people === 0 && department.children > 0;
}
