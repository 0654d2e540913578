/** Second part of the query keys that hold lists of people. */
const peopleLists = ["members", "table", "everyone", "found", "search", "line"];
/** Second part of the query keys that hold departments. */
const departmentLists = ["branch", "departments", "department", "department-search", "tree", "roles"];

export interface Change {
  /** The event is about one person, whose id it carries. */
  isPerson: boolean;
  /** Lists that may show something else now. */
  lists: readonly string[];
}

/** What an event of the directory makes stale. */
export function changesOf(kind: string): Change {
  if (kind.startsWith("people.user.changed.")) return { isPerson: true, lists: peopleLists };
  // Counts of departments change with who is in them.
  if (kind.startsWith("people.user.")) return { isPerson: true, lists: [...peopleLists, ...departmentLists] };
  if (kind.startsWith("people.department.")) {
    return { isPerson: false, lists: [...departmentLists, "members"] };
  }
  if (kind.startsWith("people.directory.")) {
    return { isPerson: false, lists: [...peopleLists, ...departmentLists, "card", "user"] };
  }
  return { isPerson: false, lists: [] };
}

/** Everyone in the office hears of a change at the same moment; they must not all ask at the same moment. */
const soonestMs = 400;
const latestMs = 2500;

/** Gathers what is stale and refreshes it once, after a pause that differs from client to client. */
export class Spread {
  private waiting = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly refresh: (keys: readonly string[]) => void,
    private readonly random: () => number = Math.random,
  ) {}

  add(keys: readonly string[]) {
    for (const key of keys) this.waiting.add(key);
    if (this.waiting.size === 0) return;
    this.timer ??= setTimeout(
      () => {
        const due = [...this.waiting];
        this.waiting.clear();
        this.timer = undefined;
        this.refresh(due);
      },
      soonestMs + this.random() * (latestMs - soonestMs),
    );
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting.clear();
  }
}
