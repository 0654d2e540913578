import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Spread, staleAfter } from "./refresh";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("staleAfter", () => {
  it("leaves the tree alone when only facts of a person changed", () => {
    const keys = staleAfter("people.user.changed.v1", "7", "1");
    expect(keys).not.toContain("branch");
    expect(keys).not.toContain("card");
    expect(keys).toContain("card/7");
  });
  it("hears of roles, which are facts of a person", () => {
    expect(staleAfter("people.user.changed.v1", "7", "1")).toContain("roles");
  });
  it("counts again when people come, go or move", () => {
    for (const kind of ["added", "moved", "left", "suspended"]) {
      expect(staleAfter(`people.user.${kind}.v1`, "7", "1")).toContain("branch");
    }
  });
  it("asks for the reader again only when it is about the reader", () => {
    expect(staleAfter("people.user.changed.v1", "7", "1")).not.toContain("me");
    expect(staleAfter("people.user.changed.v1", "7", "7")).toContain("me");
  });
  it("renews every card and list when a department has another name or place", () => {
    for (const kind of ["changed", "moved", "removed"]) {
      const keys = staleAfter(`people.department.${kind}.v1`, "7", "1");
      expect(keys).toEqual(
        expect.arrayContaining([
          "card",
          "user",
          "everyone",
          "found",
          "search",
          "table",
          "me",
          "tree",
          "roles",
        ]),
      );
      expect(keys).not.toContain("card/7");
    }
  });
  it("renews no card for a new department, which nobody is in", () => {
    expect(staleAfter("people.department.added.v1", "7", "1")).not.toContain("card");
  });
  it("ignores what it does not know", () => {
    expect(staleAfter("people.badge.won.v1", "7", "7")).toEqual([]);
    expect(staleAfter("people.import", "7", "7")).toEqual([]);
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
  it("asks less often while changes keep coming, and at once again after a rest", () => {
    const refresh = vi.fn();
    const spread = new Spread(refresh, () => 0);
    const run = (ms: number) => {
      for (let at = 0; at < ms; at += 100) {
        spread.add(["members"]);
        vi.advanceTimersByTime(100);
      }
    };
    run(20_000);
    expect(refresh.mock.calls.length).toBeLessThan(10);
    spread.add(["members"]);
    vi.advanceTimersByTime(20_000);
    refresh.mockClear();
    spread.add(["members"]);
    vi.advanceTimersByTime(400);
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
