import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { queries } from "@/api/query";
import type { Invitation } from "@/api/types";
import * as nav from "@/lib/nav";
import { serve } from "@/test/api";
import InvitePage from "./InvitePage";

beforeEach(() => {
  vi.spyOn(nav, "go").mockResolvedValue();
  vi.spyOn(nav, "useParam").mockReturnValue("t0ken");
});

const invitation: Invitation = {
  kind: "owner",
  user: { name: "" },
  login: "owner",
  org: { name: "" },
  expires_at: 0,
  password: { min_length: 8, mixed: false },
};

async function open(more: Partial<Invitation> = {}) {
  const seen = serve({
    "GET /api/v1/people/invitations/t0ken": () => ({ body: { ...invitation, ...more } }),
  });
  render(
    <QueryClientProvider client={queries}>
      <InvitePage />
    </QueryClientProvider>,
  );
  await screen.findByLabelText(/新密码/);
  return seen;
}

describe("the first start", () => {
  it("tells the owner the login", async () => {
    await open();
    expect(screen.getByText("owner", { selector: "strong" }).parentElement?.textContent).toBe("登录名 owner");
    expect(screen.getByText("以后用它和下面的密码登录")).toBeTruthy();
  });

  it("says at each empty field what is missing, and asks nothing of the server", async () => {
    const seen = await open();
    await userEvent.setup().click(screen.getByRole("button", { name: "进入合院" }));
    for (const text of ["请填写组织名称", "请填写你的姓名", "请设置密码", "请再输入一次密码"]) {
      expect(screen.getByText(text)).toBeTruthy();
    }
    expect(seen.filter(({ method }) => method === "POST")).toHaveLength(0);
  });
});

it("says nothing of a login to whoever has none", async () => {
  await open({ kind: "member", user: { name: "刘竞文" }, login: null });
  expect(screen.queryByText("登录名")).toBeNull();
});
