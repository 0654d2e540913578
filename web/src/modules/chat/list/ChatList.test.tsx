import { QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { queries } from "@/api/query";
import type { Chat } from "@/api/types";
import { giveLayout } from "@/test/layout";
import { chatApi } from "../api";
import { blank, forgetAll, useChats } from "../engine/store";
import { chat } from "../model/fixtures";
import { ChatList } from "./ChatList";

const all = Array.from({ length: 240 }, (_, at) =>
  chat(String(1000 - at), { last_at: 1000 - at, last_seq: 1 }, { unread: at % 2 }),
);
const list = () => screen.getByRole("list", { name: "会话列表" });
const show = () =>
  render(
    <QueryClientProvider client={queries}>
      <ChatList openId={undefined} />
    </QueryClientProvider>,
  );

beforeEach(() => {
  giveLayout();
  // jsdom scrolls nothing by itself.
  Object.assign(Element.prototype, {
    scrollTo(this: Element, { top }: { top: number }) {
      this.scrollTop = top;
    },
    scrollBy: () => undefined,
  });
  useChats.setState({ ...blank, me: "1" });
  vi.spyOn(chatApi, "list").mockImplementation(async (view, limit, cursor) => {
    const of: Chat[] = view === "unread" ? all.filter(({ me }) => me.unread > 0) : all;
    const from = Number(cursor ?? 0);
    const next = from + limit < of.length ? String(from + limit) : null;
    return { items: of.slice(from, from + limit), next } as never;
  });
});
afterEach(() => forgetAll());

function scrollTo(px: number) {
  list().scrollTop = px;
  act(() => void fireEvent.scroll(list()));
}

it("keeps the place of each view, also that of the first visit", async () => {
  const user = userEvent.setup();
  const { unmount } = show();
  await screen.findByText("群 1000");
  scrollTo(800);
  await user.click(screen.getByRole("radio", { name: "未读" }));
  await screen.findByText("群 999");
  expect(list().scrollTop).toBe(0);
  scrollTo(300);
  unmount();
  show();
  await waitFor(() => expect(list().scrollTop).toBe(300));
  await user.click(screen.getByRole("radio", { name: "全部" }));
  await waitFor(() => expect(list().scrollTop).toBe(800));
});

it("asks for more of a view though another of the same length was asked for more", async () => {
  const user = userEvent.setup();
  show();
  await screen.findByText("群 1000");
  const asked = () => vi.mocked(chatApi.list).mock.calls.map(([view, , cursor]) => `${view} ${cursor ?? ""}`);
  scrollTo(1_000_000);
  await waitFor(() => expect(asked()).toContain("all 60"));
  await user.click(screen.getByRole("radio", { name: "未读" }));
  await screen.findByText("群 999");
  scrollTo(1_000_000);
  await waitFor(() => expect(asked()).toContain("unread 60"));
});
