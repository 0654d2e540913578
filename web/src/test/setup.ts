import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";
import { queries } from "@/api/query";

// What comes with a press is loaded then: a busy machine takes longer than the second that is usual.
configure({ asyncUtilTimeout: 10_000 });

// jsdom has no layout: media queries answer as at a desk, and observers never fire.
Object.assign(window, {
  matchMedia: (query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }),
  ResizeObserver: class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
  CSS: { escape: (text: string) => text.replace(/[^\w-]/g, "\\$&") },
});

// Nothing that a test drew, asked, spied on or replaced is there for the next.
afterEach(() => {
  cleanup();
  queries.clear();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});
