import { describe, expect, it } from "vitest";
import { driftSeconds, lasting } from "./uptime";

const words = {
  days: (n: number) => `${n}d`,
  hours: (n: number) => `${n}h`,
  minutes: (n: number) => `${n}m`,
};

describe("uptime", () => {
  it("is told in its two largest units", () => {
    const minute = 60_000;
    expect([0, 59, 60, 61, 1440, 1500, 3000].map((n) => lasting(n * minute, words))).toEqual([
      "0m",
      "59m",
      "1h",
      "1h 1m",
      "1d",
      "1d 1h",
      "2d 2h",
    ]);
  });
  it("says nothing of clocks that nearly agree", () => {
    expect([driftSeconds(0, 29_000), driftSeconds(0, 90_000)]).toEqual([0, 90]);
  });
});
