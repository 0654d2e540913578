/** Calls back when the browser has nothing better to do; gives the way to call it off. */
export function whenIdle(run: () => void): () => void {
  if (!("requestIdleCallback" in window)) {
    const timer = setTimeout(run, 1500);
    return () => clearTimeout(timer);
  }
  const asked = requestIdleCallback(run, { timeout: 5000 });
  return () => cancelIdleCallback(asked);
}
