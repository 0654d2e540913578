import { QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { meKey } from "@/api/people";
import { queries } from "@/api/query";
import type { Me } from "@/api/types";
import { type Seen, serve } from "@/test/api";
import { someMe } from "@/test/people";
import SystemPage from "./SystemPage";

let seen: Seen[] = [];
const asked = () => seen.filter(({ path }) => path.endsWith("/system")).length;

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  seen = serve({
    "GET /api/v1/people/roles": () => ({ body: { items: [], next: null } }),
    "GET /api/v1/admin/system": () => ({ status: 403, body: { code: "core.forbidden", title: "没有权限" } }),
  });
});
afterEach(() => {
  vi.useRealTimers();
});

async function open(me: Me) {
  queries.setQueryData(meKey, me);
  render(
    <QueryClientProvider client={queries}>
      <SystemPage />
    </QueryClientProvider>,
  );
  expect(await screen.findByText("这一部分不在你的权限内")).toBeTruthy();
  await act(() => vi.advanceTimersByTimeAsync(60_000));
}

it("asks nothing for whoever may not look", async () => {
  await open(someMe());
  expect(asked()).toBe(0);
});

it("stops asking when the server says that one may not look any more", async () => {
  const me = someMe({ roles: [{ role: "admin" }] });
  me.permissions.manage_policy = true;
  await open(me);
  expect(asked()).toBe(1);
});
