import { type ComponentType, type ReactNode, Suspense, useEffect, useState } from "react";
import { withWords } from "@/i18n";
import { whenIdle } from "@/lib/idle";

/** A component, or the file that has it as its default. */
type Brought<P> = ComponentType<P> | { default: ComponentType<P> };

/**
 * A component whose code comes, with its words, when it is first drawn. Until then `meanwhile` is drawn; once the code
 * is here it draws at once. For layers, which nobody sees before a press, and for what may follow the rest of a page.
 */
export function late<P extends object>(
  load: () => Promise<Brought<P>>,
  meanwhile: ReactNode = null,
): ComponentType<P> {
  let Loaded: ComponentType<P> | undefined;
  let arriving: Promise<void> | undefined;
  const fetch = () => {
    arriving ??= withWords(load).then(
      (brought) => {
        Loaded = "default" in brought ? brought.default : brought;
      },
      (reason: unknown) => {
        arriving = undefined;
        throw reason;
      },
    );
    return arriving;
  };
  waiting.push(fetch);
  if (isWarming) whenIdle(() => void warmLayers());
  return function Late(props: P) {
    // Not by suspending: React holds what a boundary reveals back for 300 ms, and a first press would feel it.
    const [, setArrived] = useState(false);
    const [failure, setFailure] = useState<{ reason: unknown }>();
    useEffect(() => {
      if (Loaded) return;
      fetch().then(
        () => setArrived(true),
        (reason: unknown) => setFailure({ reason }),
      );
    }, []);
    if (failure) throw failure.reason;
    if (!Loaded) return meanwhile;
    return (
      <Suspense fallback={meanwhile}>
        <Loaded {...props} />
      </Suspense>
    );
  };
}

const waiting: (() => Promise<void>)[] = [];
let isWarming = false;

/**
 * Fetches what `late` holds back, so that a first press waits for nothing; from then on also what later pages bring.
 * To be called when the page is idle.
 */
export async function warmLayers(): Promise<void> {
  isWarming = true;
  // One after the other, and the list may grow meanwhile: a layer can bring layers.
  for (let fetch = waiting.shift(); fetch; fetch = waiting.shift()) {
    await fetch().catch(() => undefined);
  }
}
