import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

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

afterEach(cleanup);
