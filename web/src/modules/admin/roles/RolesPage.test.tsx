import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { meKey } from "@/api/people";
import { queries } from "@/api/query";
import type { RoleGrant } from "@/api/types";
import { serve } from "@/test/api";
import { giveLayout } from "@/test/layout";
import { card, someMe } from "@/test/people";
import RolesPage from "./RolesPage";

const scoped = (index: number): RoleGrant => ({
  id: `s${index}`,
  user: card(`u${index}`, `成员${index}`),
  role: "admin",
  department: { id: "1", name: "信息中心" },
});

it("draws of thousands of grants those in view, each role under its heading", async () => {
  giveLayout();
  const me = someMe({ roles: [{ role: "owner" }] });
  me.permissions.manage_roles = true;
  queries.setQueryData(meKey, me);
  const owner: RoleGrant = { id: "o", user: me.user, role: "owner", department: null };
  const items = [owner, ...Array.from({ length: 1999 }, (_, index) => scoped(index))];
  serve({ "GET /api/v1/people/roles": () => ({ body: { items, next: null } }) });
  render(
    <QueryClientProvider client={queries}>
      <RolesPage />
    </QueryClientProvider>,
  );
  expect(await screen.findByText("成员0")).toBeTruthy();
  const headings = screen.getAllByRole("heading", { level: 2 }).map((heading) => heading.textContent);
  expect(headings).toEqual(["所有者", "全局管理员", "部门管理员"]);
  expect(screen.getByText("还没有全局管理员")).toBeTruthy();
  expect(screen.getAllByRole("listitem").length).toBeLessThan(60);
});
