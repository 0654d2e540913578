import { useBlocker } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

export interface LeaveGuard {
  /** Lets the next moves pass, as after saving. */
  release: () => void;
}

/**
 * While `isDirty`, every move to another address asks first, and the browser asks before the tab closes. `ask`
 * resolves to whether what was entered may be lost.
 */
export function useLeaveGuard(isDirty: boolean, ask: () => Promise<boolean>): LeaveGuard {
  const held = useRef(isDirty);
  useEffect(() => {
    held.current = isDirty;
  }, [isDirty]);
  useBlocker({
    shouldBlockFn: async () => held.current && !(await ask()),
    enableBeforeUnload: () => held.current,
    disabled: !isDirty,
  });
  return {
    release: () => {
      held.current = false;
    },
  };
}
