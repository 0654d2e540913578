import { act } from "@testing-library/react";
import { vi } from "vitest";

/**
 * Gives virtual lists something to go by, where jsdom has no layout: the list is `height` px high, all else 40.
 * What it replaces is put back after each test.
 */
export function giveLayout(height = 600) {
  class Observer {
    constructor(private readonly tell: (entries: unknown[]) => void) {}
    observe(target: Element) {
      const contentRect = { width: 300, height: target.getAttribute("role") === "list" ? height : 40 };
      queueMicrotask(() => act(() => this.tell([{ target, contentRect }])));
    }
    unobserve() {}
    disconnect() {}
  }
  vi.stubGlobal("ResizeObserver", Observer);
  // jsdom does not scroll.
  Object.assign(Element.prototype, { scrollTo: () => undefined });
  vi.spyOn(HTMLElement.prototype, "offsetParent", "get").mockReturnValue(document.body);
}
