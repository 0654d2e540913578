import { type ComponentType, Suspense, useEffect, useState } from "react";
import { whenIdle } from "@/lib/idle";

/**
 * A component whose code comes when it is first drawn. Until then nothing is drawn; once the code is here it draws
 * at once. For layers, which nobody sees before a press.
 */
export function late<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let Loaded: ComponentType<P> | undefined;
  let arriving: Promise<void> | undefined;
  const fetch = () => {
    arriving ??= load().then(
      (component) => {
        Loaded = component;
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
    if (!Loaded) return null;
    return (
      <Suspense fallback={null}>
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
