import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { queries } from "@/api/query";
import { go } from "@/lib/nav";
import { serve } from "@/test/api";
import SearchPane from "./SearchPane";

vi.mock("@/lib/nav", async (original) => ({
  ...(await original<typeof import("@/lib/nav")>()),
  go: vi.fn(),
}));

it("says that a search failed, and searches again", async () => {
  let isBusy = true;
  serve({
    "GET /api/v1/core/search": () =>
      isBusy
        ? { status: 429, body: { code: "core.too_many", title: "请求太多", status: 429 } }
        : { body: { groups: [] } },
  });
  const user = userEvent.setup();
  render(
    <QueryClientProvider client={queries}>
      <SearchPane onClose={() => undefined} />
    </QueryClientProvider>,
  );
  await user.type(screen.getByRole("searchbox"), "ljw");
  expect((await screen.findByRole("alert")).textContent).toContain("请求太多");
  isBusy = false;
  await user.click(screen.getByRole("button", { name: "重试" }));
  await screen.findByText("没有匹配的会话、联系人或消息");
  expect(screen.queryByRole("alert")).toBeNull();
});

it("searches by Enter for what stands in the box, not for what was found by then", async () => {
  serve({ "GET /api/v1/core/search": () => ({ body: { groups: [] } }) });
  const user = userEvent.setup();
  render(
    <QueryClientProvider client={queries}>
      <SearchPane onClose={() => undefined} />
    </QueryClientProvider>,
  );
  await user.type(screen.getByRole("searchbox"), "预");
  await screen.findByText("没有匹配的会话、联系人或消息");
  await user.type(screen.getByRole("searchbox"), "算 表{Enter}");
  expect(go).toHaveBeenCalledExactlyOnceWith(`/chat/search?q=${encodeURIComponent("预算 表")}`);
  await user.clear(screen.getByRole("searchbox"));
  await user.keyboard("{Enter}");
  expect(go).toHaveBeenCalledOnce();
});
