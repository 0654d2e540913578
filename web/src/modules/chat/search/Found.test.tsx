import { QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { queries } from "@/api/query";
import { serve } from "@/test/api";
import { giveLayout } from "@/test/layout";
import { chat, message } from "../model/fixtures";
import { noFilter } from "./Filters";
import { Found } from "./Found";

it("keeps what was found where a later page fails, and asks for that one again", async () => {
  giveLayout();
  const hits = (from: number) =>
    Array.from({ length: 8 }, (_, at) => ({
      message: message(from + at),
      chat: chat("c1"),
      snippet: { text: `第 ${from + at} 条`, ranges: [] },
    }));
  let isBusy = true;
  const seen = serve({
    "GET /api/v1/chat/search": ({ query }) => {
      if (!query.get("cursor")) return { body: { items: hits(1), next: "2" } };
      return isBusy
        ? { status: 400, body: { code: "core.bad", title: "出了问题", status: 400 } }
        : { body: { items: hits(9), next: null } };
    },
    "GET /api/v1/people/users": () => ({ body: { items: [] } }),
  });
  const user = userEvent.setup();
  render(
    <QueryClientProvider client={queries}>
      <Found q="条" filter={noFilter} onOpen={() => undefined} />
    </QueryClientProvider>,
  );
  await screen.findByText("第 1 条");
  const list = screen.getByRole("list");
  act(() => void fireEvent.scroll(list));
  expect((await screen.findByRole("alert")).textContent).toContain("出了问题");
  expect(screen.getAllByText(/第 \d+ 条/).length).toBeGreaterThan(3);
  isBusy = false;
  await user.click(screen.getByRole("button", { name: "重试" }));
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  const cursors = seen.filter(({ path }) => path.endsWith("search")).map(({ query }) => query.get("cursor"));
  expect(cursors[0]).toBeNull();
  expect(cursors.slice(1).every((cursor) => cursor === "2")).toBe(true);
});
