import { departmentKeys, directoryKeys, peopleKeys } from "@/shared/person";

/**
 * What an event of the directory makes stale, as `refreshDirectory` takes it. `id` is the person or department that
 * the event is about, `self` the reader.
 */
export function staleAfter(kind: string, id: string | null | undefined, self: string | undefined): string[] {
  if (kind.startsWith("people.user.")) {
    // Counts of departments change with who is in them, not with what somebody is called.
    const isFact = kind.startsWith("people.user.changed.");
    return [
      ...peopleKeys,
      ...(isFact ? [] : departmentKeys),
      ...(id ? [`card/${id}`] : []),
      ...(id && id === self ? ["me"] : []),
    ];
  }
  // Nobody is in a new department yet, so no card names it.
  if (kind.startsWith("people.department.added.")) return [...departmentKeys];
  if (kind.startsWith("people.department.") || kind.startsWith("people.directory."))
    return [...directoryKeys];
  return [];
}

/** Everyone in the office hears of a change at the same moment; they must not all ask at the same moment. */
const soonestMs = 400;
const latestMs = 2500;
/** Changes of many people come one by one: while they last, each pause is twice the one before, up to this factor. */
const mostPatience = 8;
/** So long after a refresh the next change is one by itself again. */
const restMs = 10_000;

/** Gathers what is stale and refreshes it once, after a pause that differs from client to client. */
export class Spread {
  private waiting = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private patience = 1;
  private refreshedAt = 0;

  constructor(
    private readonly refresh: (keys: readonly string[]) => void,
    private readonly random: () => number = Math.random,
  ) {}

  add(keys: readonly string[]) {
    for (const key of keys) this.waiting.add(key);
    if (this.waiting.size === 0 || this.timer !== undefined) return;
    if (Date.now() - this.refreshedAt > restMs) this.patience = 1;
    const pause = soonestMs + this.random() * (latestMs - soonestMs);
    this.timer = setTimeout(() => this.flush(), pause * this.patience);
  }

  private flush() {
    const due = [...this.waiting];
    this.waiting.clear();
    this.timer = undefined;
    this.patience = Math.min(this.patience * 2, mostPatience);
    this.refreshedAt = Date.now();
    this.refresh(due);
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting.clear();
  }
}
