import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { meKey } from "@/api/people";
import { queries } from "@/api/query";
import type { AuditEntry } from "@/api/types";
import * as nav from "@/lib/nav";
import { serve } from "@/test/api";
import { giveLayout } from "@/test/layout";
import { card, someMe } from "@/test/people";
import AuditPage from "./AuditPage";

const at = new Date(2020, 2, 3, 14, 32, 5).getTime();
const entry = (index: number, more: Partial<AuditEntry>): AuditEntry => ({
  index,
  at,
  actor: "1",
  actor_name: "陈晓云",
  kind: "people.user.changed",
  detail: {} as Record<string, never>,
  summary: `操作 ${index}`,
  erased: false,
  ...more,
});

beforeEach(() => {
  giveLayout();
  vi.spyOn(nav, "useSearch").mockReturnValue({});
  vi.spyOn(nav, "useSetSearch").mockReturnValue(() => undefined);
});

it("tells of each act the second and to whom it was done", async () => {
  const me = someMe();
  me.permissions.view_audit = true;
  queries.setQueryData(meKey, me);
  const items = [
    entry(1, { target: "department:9", target_label: "财务部" }),
    entry(2, { target: "user:7" }),
    entry(3, { target: "user:1", target_label: "陈晓云" }),
    entry(4, {}),
  ];
  serve({
    "GET /api/v1/admin/audit": () => ({ body: { items, next: null } }),
    "GET /api/v1/admin/audit/kinds": () => ({ body: { items: [] } }),
    "GET /api/v1/people/users": () => ({ body: { items: [card("7", "刘竞文")], next: null } }),
  });
  render(
    <QueryClientProvider client={queries}>
      <AuditPage />
    </QueryClientProvider>,
  );
  await screen.findByText("刘竞文");
  const rows = screen.getAllByRole("row").slice(1);
  const cells = rows.map((row) => [...row.children].map((cell) => cell.textContent));
  expect(cells.map((row) => row[4])).toEqual(["财务部", "刘竞文", "", ""]);
  expect(cells[0]?.[1]).toBe("2020年3月3日 14:32:05");
});

it("says that the next page did not come, and asks again", async () => {
  const me = someMe();
  me.permissions.view_audit = true;
  queries.setQueryData(meKey, me);
  let isBroken = true;
  const seen = serve({
    "GET /api/v1/admin/audit": ({ query }) => {
      if (!query.get("cursor")) return { body: { items: [entry(2, {})], next: "1" } };
      return isBroken
        ? { status: 403, body: { code: "x", title: "没有权限" } }
        : { body: { items: [entry(1, {})], next: null } };
    },
    "GET /api/v1/admin/audit/kinds": () => ({ body: { items: [] } }),
  });
  render(
    <QueryClientProvider client={queries}>
      <AuditPage />
    </QueryClientProvider>,
  );
  await screen.findByText("操作 2");
  const scroll = () => {
    const box = screen.getByRole("grid").parentElement as HTMLElement;
    box.scrollTop += 10;
    fireEvent.scroll(box);
  };
  scroll();
  expect((await screen.findByRole("alert")).textContent).toContain("没有权限");
  isBroken = false;
  await userEvent.click(screen.getByRole("button", { name: "重试" }));
  expect(await screen.findByText("操作 1")).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
  scroll();
  expect(seen.filter(({ query }) => query.get("cursor"))).toHaveLength(2);
});
