import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { meKey } from "@/api/people";
import { queries } from "@/api/query";
import * as guard from "@/lib/guard";
import { serve } from "@/test/api";
import { someMe } from "@/test/people";
import { ToastHost } from "@/ui";
import Profile from "./Profile";

let isHeld = false;
beforeEach(() => {
  vi.spyOn(guard, "useLeaveGuard").mockImplementation((isDirty) => {
    isHeld = isDirty;
    return { release: () => undefined };
  });
});

function show(phones: number) {
  const me = someMe();
  me.user.phones = Array.from({ length: phones }, (_, index) => ({
    label: "office",
    number: `0571-8000${index}`,
  }));
  queries.setQueryData(meKey, me);
  render(
    <QueryClientProvider client={queries}>
      <Profile />
      <ToastHost />
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

it("takes as many phones as the server does", async () => {
  const user = show(9);
  await user.click(screen.getByRole("button", { name: "添加电话" }));
  expect(screen.getAllByRole("textbox", { name: "电话号码" })).toHaveLength(10);
  expect(screen.queryByRole("button", { name: "添加电话" })).toBeNull();
});

it("tells what the server says of a part that has no field", async () => {
  serve({
    "PATCH /api/v1/people/me": () => ({
      status: 422,
      body: {
        code: "core.invalid",
        title: "有些内容填写不正确",
        errors: [{ field: "phones[0].label", code: "x", message: "电话类型不正确。" }],
      },
    }),
  });
  const user = show(1);
  await user.type(screen.getByRole("textbox", { name: "电话号码" }), "1");
  await user.click(screen.getByRole("button", { name: "保存" }));
  expect((await screen.findByRole("alert")).textContent).toBe("电话类型不正确。");
});

it("keeps what was entered from being lost until it is saved", async () => {
  const user = show(1);
  await user.click(screen.getByRole("button", { name: "添加电话" }));
  expect(isHeld).toBe(false);
  await user.type(screen.getAllByRole("textbox", { name: "电话号码" })[1] as HTMLElement, "138 0571 1000");
  expect(isHeld).toBe(true);
  serve({
    "PATCH /api/v1/people/me": ({ body }) => {
      const me = someMe();
      const { phones } = body as { phones: { label: string; number: string }[] };
      me.user.phones = phones.map((phone) => ({ ...phone, number: phone.number.replaceAll(" ", "") }));
      return { body: me };
    },
  });
  await user.click(screen.getByRole("button", { name: "保存" }));
  await waitFor(() => expect(isHeld).toBe(false));
  expect(screen.getAllByDisplayValue("13805711000")).toHaveLength(1);
});
