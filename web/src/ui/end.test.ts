import { renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { endOf, useEnd } from "./end";

const near = () => true;

it("asks once for each end", () => {
  const onReached = vi.fn();
  const { result, rerender } = renderHook(({ end }) => useEnd(end, onReached), {
    initialProps: { end: "50 a" },
  });
  result.current(() => false);
  expect(onReached).not.toHaveBeenCalled();
  result.current(near);
  result.current(near);
  expect(onReached).toHaveBeenCalledOnce();
  // Another list of the same length.
  rerender({ end: "50 b" });
  result.current(near);
  expect(onReached).toHaveBeenCalledTimes(2);
});

it("asks again when what it asked for did not come", async () => {
  let settle: () => void = () => undefined;
  const onReached = vi.fn(
    () => new Promise<void>((_, reject) => (settle = () => reject(new Error("offline")))),
  );
  const { result } = renderHook(() => useEnd("50 a", onReached));
  result.current(near);
  result.current(near);
  expect(onReached).toHaveBeenCalledOnce();
  settle();
  await Promise.resolve();
  await Promise.resolve();
  result.current(near);
  expect(onReached).toHaveBeenCalledTimes(2);
});

it("tells lists of the same length apart", () => {
  const key = (text: string) => text;
  expect(endOf(["a", "b"], key)).not.toBe(endOf(["a", "c"], key));
  expect(endOf([], key)).toBe("");
});
