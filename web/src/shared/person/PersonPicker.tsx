import type { Department, UserCard } from "@/api/types";
import { late } from "@/ui";

const PickerDialog = late(() => import("./PickerDialog"));

export interface Picked {
  people: UserCard[];
  /** Whole departments, with `allowDepartments`. */
  departments: Department[];
}

export interface PersonPickerProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  /** `one` picks with a single press. */
  mode?: "one" | "many";
  /** Who is chosen at the start. */
  initial?: readonly UserCard[];
  /** Who cannot be chosen, as members already in. */
  excluded?: ReadonlySet<string>;
  /** Departments may be chosen as a whole. */
  allowDepartments?: boolean;
  limit?: number;
  /** Text of the primary button. */
  action?: string;
  /** May pick nobody, as when clearing a manager. */
  mayBeEmpty?: boolean;
  /** The dialog stays busy while the promise runs and open when it rejects. */
  onPick: (picked: Picked) => void | Promise<void>;
}

/** Chooses people: search as one types, browsing by department, chips of who is chosen. */
export function PersonPicker(props: PersonPickerProps) {
  return props.isOpen ? <PickerDialog {...props} /> : null;
}
