import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { meKey, meQuery } from "@/api/people";
import { queries } from "@/api/query";
import * as nav from "@/lib/nav";
import { serve } from "@/test/api";
import { someMe } from "@/test/people";
import ChangePasswordPage from "./ChangePasswordPage";

beforeEach(() => {
  queries.setQueryData(meKey, someMe({ must_change_password: true }));
});

async function change(again = "correct horse") {
  render(<ChangePasswordPage />);
  const user = userEvent.setup();
  await user.type(screen.getByLabelText(/当前密码/), "from the admin");
  await user.type(screen.getByLabelText(/新密码/), "correct horse");
  await user.type(screen.getByLabelText(/再次输入密码/), `${again}{Enter}`);
}

it("goes on as somebody who need not change it any more", async () => {
  const seen = serve({
    "PUT /api/v1/people/me/password": () => undefined,
    "GET /api/v1/people/me": () => ({ body: someMe() }),
  });
  // What the shell asks before it opens.
  const mustChange: boolean[] = [];
  vi.spyOn(nav, "go").mockImplementation(async () => {
    mustChange.push((await queries.ensureQueryData(meQuery)).must_change_password);
  });
  await change();
  await waitFor(() => expect(mustChange).toEqual([false]));
  expect(nav.go).toHaveBeenCalledExactlyOnceWith("/", { replace: true });
  expect(seen[0]?.body).toEqual({ current: "from the admin", new: "correct horse" });
  const button = screen.getByRole("button", { name: "修改并继续" });
  await waitFor(() => expect(button.getAttribute("aria-disabled")).not.toBe("true"));
});

it("asks nothing of the server while the two differ", async () => {
  const seen = serve({});
  await change("correct house");
  expect(screen.getByText("两次输入的密码不一致")).toBeTruthy();
  expect(seen).toEqual([]);
});
