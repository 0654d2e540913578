import { describe, expect, it, vi } from "vitest";
import { ApiError } from "@/api/error";
import { runBulk } from "./bulk";

const wait = vi.fn(async () => undefined);

describe("runBulk", () => {
  it("goes on when one fails, and says which", async () => {
    const onProgress = vi.fn();
    const result = await runBulk(
      [1, 2, 3],
      async (n) => {
        if (n === 2) throw new ApiError({ code: "people.above_you", status: 403, title: "权限高于你" });
        return n * 10;
      },
      { onProgress, wait },
    );
    expect(result.done.map(({ result: value }) => value).sort()).toEqual([10, 30]);
    expect(result.failed.map(({ item, error }) => [item, error.title])).toEqual([[2, "权限高于你"]]);
    expect(onProgress.mock.calls.map(([settled]) => settled)).toEqual([1, 2, 3]);
  });

  it("waits as long as the server asks, then goes on", async () => {
    let refused = false;
    const result = await runBulk(
      ["a"],
      async () => {
        if (!refused) {
          refused = true;
          throw new ApiError({ code: "http.too_many", status: 429 }, 7);
        }
        return "ok";
      },
      { wait },
    );
    expect(wait).toHaveBeenCalledWith(7);
    expect(result.done).toEqual([{ item: "a", result: "ok" }]);
  });

  it("gives up on one that is throttled for ever", async () => {
    const act = vi.fn(async () => {
      throw new ApiError({ code: "http.too_many", status: 429 });
    });
    const result = await runBulk(["a"], act, { wait });
    expect(result.failed).toHaveLength(1);
    expect(act).toHaveBeenCalledTimes(6);
  });

  it("does only a few at a time", async () => {
    let under = 0;
    let most = 0;
    await runBulk(
      Array.from({ length: 12 }, (_, n) => n),
      async () => {
        under += 1;
        most = Math.max(most, under);
        await Promise.resolve();
        under -= 1;
      },
      { atOnce: 3, wait },
    );
    expect(most).toBe(3);
  });

  it("stops when asked and tells who is left", async () => {
    const stop = new AbortController();
    const result = await runBulk(
      [1, 2, 3, 4],
      async (n) => {
        if (n === 2) stop.abort();
      },
      { signal: stop.signal, atOnce: 1, wait },
    );
    expect(result.done.map(({ item }) => item)).toEqual([1, 2]);
    expect(result.left).toEqual([3, 4]);
  });
});
