import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import * as nav from "@/lib/nav";
import { serve } from "@/test/api";
import { someMe } from "@/test/people";
import { safeNext } from "../session";
import SignInPage from "./SignInPage";

let search: Record<string, string> = {};

beforeEach(() => {
  search = {};
  vi.spyOn(nav, "go").mockResolvedValue();
  vi.spyOn(nav, "useSearch").mockImplementation(() => search);
});

async function signIn(password = "secret") {
  render(<SignInPage />);
  const user = userEvent.setup();
  await user.type(screen.getByLabelText("账号"), "13800001234");
  await user.type(screen.getByLabelText("密码"), `${password}{Enter}`);
}

describe("sign-in", () => {
  it("goes where the person wanted to go", async () => {
    search = { next: "/chat/7?seq=5" };
    const seen = serve({
      "POST /api/v1/people/sessions": () => ({
        status: 201,
        body: { token: "t", user: { id: "1", name: "陈晓云" } },
      }),
      "GET /api/v1/people/me": () => ({ body: someMe() }),
    });
    await signIn();
    await waitFor(() => expect(nav.go).toHaveBeenCalledWith("/chat/7?seq=5", { replace: true }));
    expect(seen[0]?.body).toEqual({ login: "13800001234", password: "secret" });
  });

  it("asks for a new password first when somebody else set it", async () => {
    serve({
      "POST /api/v1/people/sessions": () => ({
        status: 201,
        body: { token: "t", user: { id: "1", name: "陈晓云" } },
      }),
      "GET /api/v1/people/me": () => ({ body: someMe({ must_change_password: true }) }),
    });
    await signIn();
    await waitFor(() => expect(nav.go).toHaveBeenCalledWith("/change-password", { replace: true }));
  });

  it("shows the server's refusal and clears the password", async () => {
    serve({
      "POST /api/v1/people/sessions": () => ({
        status: 401,
        body: { code: "people.wrong_login", title: "账号或密码不正确" },
      }),
    });
    await signIn("wrong");
    expect((await screen.findByRole("alert")).textContent).toContain("账号或密码不正确");
    expect((screen.getByLabelText("密码") as HTMLInputElement).value).toBe("");
  });

  it("says how long to wait after too many attempts", async () => {
    serve({
      "POST /api/v1/people/sessions": () => ({
        status: 429,
        headers: { "Retry-After": "95" },
        body: { code: "people.too_many_attempts", title: "尝试过于频繁" },
      }),
    });
    await signIn();
    expect((await screen.findByRole("alert")).textContent).toMatch(/「13800001234」.*2 分钟/);
    expect(screen.getByRole("button", { name: "登录" }).hasAttribute("disabled")).toBe(true);
  });

  it("locks the account that was tried too often, and no other", async () => {
    serve({
      "POST /api/v1/people/sessions": ({ body }) =>
        (body as { login: string }).login === "13800001234"
          ? {
              status: 429,
              headers: { "Retry-After": "95" },
              body: { code: "people.too_many_attempts", title: "尝试过于频繁" },
            }
          : { status: 401, body: { code: "people.wrong_login", title: "账号或密码不正确" } },
    });
    await signIn();
    await screen.findByRole("alert");
    const user = userEvent.setup();
    const account = screen.getByLabelText("账号");
    const button = screen.getByRole("button", { name: "登录" });
    await user.clear(account);
    await user.type(account, "owner");
    expect(screen.queryByRole("alert")).toBeNull();
    expect(button.hasAttribute("disabled")).toBe(false);
    await user.click(button);
    expect((await screen.findByRole("alert")).textContent).toContain("账号或密码不正确");
    await user.clear(account);
    await user.type(account, "13800001234");
    expect(screen.getByRole("alert").textContent).toMatch(/「13800001234」/);
    expect(button.hasAttribute("disabled")).toBe(true);
  });

  it("tells how a new office is opened, to whoever asks for help", async () => {
    serve({});
    render(<SignInPage />);
    expect(screen.queryByText(/一次性链接/)).toBeNull();
    await userEvent.setup().click(screen.getByRole("button", { name: "忘记密码？" }));
    expect(screen.getByText(/服务器启动时给出的一次性链接/)).toBeTruthy();
  });

  it("asks nothing of the server while a field is empty", async () => {
    const seen = serve({});
    render(<SignInPage />);
    await userEvent.setup().click(screen.getByRole("button", { name: "登录" }));
    expect(screen.getByRole("alert").textContent).toContain("请填写账号和密码");
    expect(seen).toHaveLength(0);
  });

  it("never leads to another site", () => {
    expect(["/chat", "//evil.example", "https://evil.example", "/signin", undefined].map(safeNext)).toEqual([
      "/chat",
      "/",
      "/",
      "/",
      "/",
    ]);
  });
});
