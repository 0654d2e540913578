/** Where one is comes first, then what comes first. */
const targets = [
  '[aria-current="page"]',
  '[tabindex="0"], textarea, input:not([type="hidden"]), a[href], button:not([disabled])',
];

/** Focuses the first thing in a region that takes the focus; the region itself where there is nothing to press. */
function enter(region: HTMLElement): boolean {
  for (const target of targets) {
    for (const element of region.querySelectorAll<HTMLElement>(target)) {
      element.focus();
      if (document.activeElement === element) return true;
    }
  }
  region.focus();
  return document.activeElement === region;
}

/** F6 moves the focus to the next region: rail, list, content. One that has nothing to press is passed by. */
export function moveRegion(event: KeyboardEvent) {
  const shown = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter(
    (region) => region.offsetParent !== null,
  );
  // A region that consists of regions is none itself.
  const regions = shown.filter(
    (region) => !shown.some((other) => other !== region && region.contains(other)),
  );
  const current = regions.findLastIndex((region) => region.contains(document.activeElement));
  const step = event.shiftKey ? -1 : 1;
  const from = current < 0 && step < 0 ? 0 : current;
  for (let passed = 1; passed <= regions.length; passed += 1) {
    const at = (((from + step * passed) % regions.length) + regions.length) % regions.length;
    const region = regions[at];
    if (region && at !== current && enter(region)) return;
  }
}
