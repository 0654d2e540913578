import { commonWords } from "@/i18n";
import { type LeaveGuard, useLeaveGuard } from "@/lib/guard";
import { confirm } from "./confirm";

/** Asks whether what was entered may be lost. */
function askToDiscard(): Promise<boolean> {
  const { title, text, discard, stay } = commonWords().unsaved;
  return confirm({ title, text, action: discard, cancel: stay, isDanger: true });
}

/** Keeps what was entered in a form from being lost by a move elsewhere. */
export function useUnsaved(isDirty: boolean): LeaveGuard {
  return useLeaveGuard(isDirty, askToDiscard);
}
