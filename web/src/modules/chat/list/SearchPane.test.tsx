import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { queries } from "@/api/query";
import { serve } from "@/test/api";
import SearchPane from "./SearchPane";

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
