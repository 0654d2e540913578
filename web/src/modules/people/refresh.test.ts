import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { changesOf, Spread } from "./refresh";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("changesOf", () => {
  it("leaves departments alone when only facts of a person changed", () => {
    expect(changesOf("people.user.changed.v1").lists).not.toContain("branch");
  });
  it("counts again when people come, go or move", () => {
    for (const kind of ["added", "moved", "left", "suspended"]) {
      expect(changesOf(`people.user.${kind}.v1`).lists).toContain("branch");
    }
  });
  it("does not take a department's id for a person's", () => {
    expect(changesOf("people.department.moved.v1").isPerson).toBe(false);
  });
  it("ignores what it does not know", () => {
    expect(changesOf("people.badge.won.v1").lists).toEqual([]);
  });
});

describe("Spread", () => {
  it("refreshes once for many events", () => {
    const refresh = vi.fn();
    const spread = new Spread(refresh, () => 0);
    spread.add(["members"]);
    spread.add(["members", "branch"]);
    vi.advanceTimersByTime(399);
    expect(refresh).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(refresh.mock.calls).toEqual([[["members", "branch"]]]);
  });
  it("lets clients ask at different moments", () => {
    const refresh = vi.fn();
    new Spread(refresh, () => 1).add(["members"]);
    vi.advanceTimersByTime(2499);
    expect(refresh).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(refresh).toHaveBeenCalledOnce();
  });
  it("is silent after it was stopped", () => {
    const refresh = vi.fn();
    const spread = new Spread(refresh, () => 0);
    spread.add(["members"]);
    spread.stop();
    vi.advanceTimersByTime(5000);
    expect(refresh).not.toHaveBeenCalled();
  });
});
