/** How long a layer on its way out is waited for, in frames, and how long the focus must stay to be kept. */
const mostFrames = 90;
const steadyFrames = 3;

const isLayerOpen = () => document.querySelector('[data-layer], [role="dialog"], [role="menu"]') !== null;

/** Whether somebody types elsewhere: a box of its own, outside of what is on its way out. */
function isBusyElsewhere(box: HTMLElement): boolean {
  const at = document.activeElement;
  if (!at || at === box) return false;
  const types = at instanceof HTMLTextAreaElement || (at instanceof HTMLInputElement && at.type !== "button");
  return types && at.closest('[data-layer], [role="dialog"]') === null;
}

/**
 * Gives the box the focus, as soon as no layer holds it; a layer that leaves would take it back to where it came from.
 * Nobody who types elsewhere or presses something meanwhile is disturbed. Returns how to give it up.
 */
export function focusWhenFree(box: () => HTMLElement | null | undefined): () => void {
  let frame = 0;
  let left = mostFrames;
  let steady = 0;
  const stop = () => {
    cancelAnimationFrame(frame);
    window.removeEventListener("pointerdown", stop, true);
  };
  const look = () => {
    const target = box();
    left -= 1;
    if (!target || left < 0 || isBusyElsewhere(target)) return stop();
    if (!isLayerOpen()) {
      steady = document.activeElement === target ? steady + 1 : 0;
      if (steady >= steadyFrames) return stop();
      if (steady === 0) target.focus({ preventScroll: true });
    }
    frame = requestAnimationFrame(look);
  };
  window.addEventListener("pointerdown", stop, true);
  look();
  return stop;
}

/** The box of the chat on the screen. */
let current: (() => void) | undefined;

/** Names the box that is on the screen; returns how it leaves. */
export function offerFocus(focus: () => void): () => void {
  current = focus;
  return () => {
    if (current === focus) current = undefined;
  };
}

/** Goes to the box of the chat that is open, as when it is chosen once more. */
export const focusOpen = () => current?.();
