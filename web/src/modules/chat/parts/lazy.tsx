import type { ComponentType, ReactNode } from "react";
import { ErrorBoundary, late as lateOf } from "@/ui";

interface Spare {
  /** Runs where its code does not come: what was to be open is not. */
  onLost?: (() => void) | undefined;
}

/**
 * A component that arrives when it is first drawn; until then `meanwhile` stands. Where it does not arrive the rest of
 * the page goes on without it, and drawn anew it is asked for again.
 */
export function late<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  meanwhile: ReactNode = null,
): ComponentType<P & Spare> {
  const Part = lateOf(load, meanwhile) as ComponentType<object>;
  return function Spared({ onLost, ...props }: P & Spare) {
    return (
      <ErrorBoundary isSilent {...(onLost ? { onError: onLost } : {})}>
        <Part {...props} />
      </ErrorBoundary>
    );
  };
}
