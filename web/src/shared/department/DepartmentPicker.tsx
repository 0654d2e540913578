import type { Department } from "@/api/types";
import { late } from "@/ui";

const PickerDialog = late(() => import("./PickerDialog"));

export interface DepartmentPickerProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  /** Chosen at the start. */
  initial?: Department | undefined;
  /** Only these departments and what is below them; everything when left out. */
  within?: readonly string[] | undefined;
  /** Departments that cannot be chosen; they still open. */
  isExcluded?: (department: Department) => boolean;
  /** Offers the place above all departments, which answers null. */
  mayBeTop?: boolean;
  /** Text of the primary button. */
  action?: string;
  /** The dialog stays busy while the promise runs and open when it rejects. */
  onPick: (department: Department | null) => void | Promise<void>;
}

/** Chooses one department: search as one types, or the tree. */
export function DepartmentPicker(props: DepartmentPickerProps) {
  return props.isOpen ? <PickerDialog {...props} /> : null;
}
