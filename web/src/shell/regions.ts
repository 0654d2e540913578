/** F6 moves the focus to the next region: rail, list, content. */
export function moveRegion(event: KeyboardEvent) {
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter(
    (region) => region.offsetParent !== null,
  );
  if (regions.length === 0) return;
  const current = regions.findLastIndex((region) => region.contains(document.activeElement));
  const step = event.shiftKey ? -1 : 1;
  const next = regions[(current + step + regions.length) % regions.length];
  const target = next?.querySelector<HTMLElement>(
    '[aria-current="page"], [tabindex="0"], textarea, a[href], button:not([disabled])',
  );
  target?.focus();
}
