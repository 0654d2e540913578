import type { UserCard, UserState } from "@/api/types";

export const bulkActions = ["invite", "move", "suspend", "reactivate", "leave"] as const;
export type BulkAction = (typeof bulkActions)[number];

/** The states from which an action leads somewhere; as the server has them. */
const from: Readonly<Record<BulkAction, readonly UserState[]>> = {
  invite: ["invited"],
  move: ["invited", "active", "suspended"],
  suspend: ["invited", "active"],
  reactivate: ["suspended", "left"],
  leave: ["invited", "active", "suspended"],
};

export function fits(action: BulkAction, state: UserState): boolean {
  return from[action].includes(state);
}

export interface BulkPlan {
  /** Whom the action is for. */
  due: readonly UserCard[];
  /** Chosen, but not in a state for it. */
  skipped: number;
  /** The reader was chosen too and is left out. */
  skipsSelf: boolean;
}

/** Whom of the chosen people an action is for. Nobody suspends themselves or marks themselves as departed. */
export function planBulk(action: BulkAction, chosen: readonly UserCard[], me: string): BulkPlan {
  const touchesSelf = action !== "move";
  const skipsSelf = touchesSelf && chosen.some((person) => person.id === me);
  const others = touchesSelf ? chosen.filter((person) => person.id !== me) : chosen;
  const due = others.filter((person) => fits(action, person.state));
  return { due, skipped: others.length - due.length, skipsSelf };
}

/** Actions that would do something for at least one of the chosen people. */
export function usefulActions(chosen: readonly UserCard[], me: string): readonly BulkAction[] {
  return bulkActions.filter((action) => planBulk(action, chosen, me).due.length > 0);
}
