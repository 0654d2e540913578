import { type LeaveGuard, useLeaveGuard } from "@/lib/guard";
import { confirm } from "@/ui";
import { words } from "./i18n";

/** Asks whether what was entered may be lost. */
export function askToDiscard(): Promise<boolean> {
  const { unsaved } = words();
  return confirm({
    title: unsaved.title,
    text: unsaved.text,
    action: unsaved.discard,
    cancel: unsaved.stay,
    isDanger: true,
  });
}

/** Keeps what was entered in a form from being lost by a move elsewhere. */
export function useUnsaved(isDirty: boolean): LeaveGuard {
  return useLeaveGuard(isDirty, askToDiscard);
}
