import { type ComponentType, Suspense, use } from "react";

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
  function Arriving(props: P) {
    if (!Loaded) use(fetch());
    return Loaded ? <Loaded {...props} /> : null;
  }
  waiting.push(fetch);
  return function Late(props: P) {
    return (
      <Suspense fallback={null}>
        <Arriving {...props} />
      </Suspense>
    );
  };
}

const waiting: (() => Promise<void>)[] = [];

/** Fetches what `late` holds back, so that a first press waits for nothing. To be called when the page is idle. */
export async function warmLayers(): Promise<void> {
  await Promise.allSettled(waiting.map((fetch) => fetch()));
}
