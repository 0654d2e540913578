import { act, renderHook } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { live, useLive } from "./live";

const tell = vi.hoisted(() => ({ states: (_: Record<string, string>) => undefined as unknown }));
vi.spyOn(live, "onPresence").mockImplementation((handler) => {
  tell.states = handler as typeof tell.states;
  return () => true;
});
const { usePresence } = await import("./presence");
const { forgetAccount } = await import("./query");

beforeEach(() => act(() => useLive.setState({ interrupted: false })));

it("nobody is known to be here while the connection is gone", () => {
  const { result } = renderHook(() => usePresence("7"));
  act(() => void tell.states({ "7": "online" }));
  expect(result.current).toBe("online");
  act(() => useLive.setState({ interrupted: true }));
  expect(result.current).toBeUndefined();
  act(() => useLive.setState({ interrupted: false }));
  act(() => void tell.states({ "7": "away" }));
  expect(result.current).toBe("away");
});

it("is not known to the next account", () => {
  const { result } = renderHook(() => usePresence("7"));
  act(() => void tell.states({ "7": "online" }));
  act(forgetAccount);
  expect(result.current).toBeUndefined();
});
