import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { meKey } from "@/api/people";
import { queries } from "@/api/query";
import * as nav from "@/lib/nav";
import { serve } from "@/test/api";
import { card, someDepartment, someMe } from "@/test/people";
import { DepartmentDetail } from "./DepartmentDetail";
import { mapOf } from "./tree";

it("does not take heads that did not come for none", async () => {
  vi.spyOn(nav, "useSetSearch").mockReturnValue(() => undefined);
  queries.setQueryData(meKey, someMe({ roles: [{ role: "owner" }] }));
  const department = someDepartment("9", "财务部");
  let isBroken = true;
  serve({
    "GET /api/v1/people/departments/*": () =>
      isBroken
        ? { status: 403, body: { code: "x", title: "暂时不能查看" } }
        : { body: { ...department, heads: [card("7", "周然")] } },
  });
  render(
    <QueryClientProvider client={queries}>
      <DepartmentDetail department={department} map={mapOf([department])} onName={() => undefined} />
    </QueryClientProvider>,
  );
  expect((await screen.findByRole("alert")).textContent).toContain("暂时不能查看");
  expect(screen.queryByText("还没有负责人")).toBeNull();
  isBroken = false;
  await userEvent.click(screen.getByRole("button", { name: "重试" }));
  expect(await screen.findByText("周然")).toBeTruthy();
});
