import { notifyManager, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { queries } from "@/api/query";
import { someDepartment } from "@/test/people";
import { useReveal } from "./DepartmentTree";
import { departmentKey } from "./queries";

const wrapper = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={queries}>{children}</QueryClientProvider>
);
const path = (...ids: string[]) => ({ path: ids.map((id) => ({ id, name: id })) });
const arrive = (id: string, ...ids: string[]) =>
  act(() => {
    queries.setQueryData(departmentKey(id), someDepartment(id, id, path(...ids)));
  });

// The cache tells its readers at once instead of a moment later.
beforeAll(() => notifyManager.setScheduler((tell) => tell()));

function follow(first: { id: string; expanded: string[] }) {
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
  const onReveal = vi.fn();
  const { rerender } = renderHook(({ id, expanded }) => useReveal(id, new Set(expanded), onReveal), {
    wrapper,
    initialProps: first,
  });
  return { onReveal, rerender };
}

describe("the way to a department", () => {
  it("is opened once for each", async () => {
    const { onReveal, rerender } = follow({ id: "c", expanded: [] });
    arrive("c", "a", "b", "c");
    expect(onReveal.mock.calls).toEqual([[["a", "b"]]]);
    // It hangs elsewhere now, and the reader has closed all.
    arrive("c", "d", "c");
    rerender({ id: "c", expanded: [] });
    expect(onReveal).toHaveBeenCalledOnce();
    rerender({ id: "e", expanded: [] });
    arrive("e", "a", "e");
    expect(onReveal).toHaveBeenLastCalledWith(["a"]);
  });

  it("stays closed where the reader closed it meanwhile", async () => {
    const { onReveal, rerender } = follow({ id: "c", expanded: ["a"] });
    rerender({ id: "c", expanded: [] });
    arrive("c", "a", "b", "c");
    expect(onReveal.mock.calls).toEqual([[["b"]]]);
  });
});
