import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { cardKey } from "@/api/people";
import { queries } from "@/api/query";
import { serve } from "@/test/api";
import { card } from "@/test/people";
import { blank, forgetAll, useChats } from "../engine/store";
import { chat, message } from "../model/fixtures";
import type { Row } from "../model/rows";
import type { Outgoing } from "../model/types";
import { closeLayers } from "./actions";
import { roomView } from "./fixtures";
import { MessageRow, type RoomView } from "./Message";

const view = roomView();
const row: Row = {
  key: "c:1",
  seq: 5,
  isMine: true,
  at: Date.now(),
  startsDay: false,
  startsNew: false,
  isHead: true,
  isTail: true,
};
const draw = (changes: Partial<Row>, room: RoomView = view) => (
  <QueryClientProvider client={queries}>
    <MessageRow row={{ ...row, ...changes }} view={room} isStop={false} isFlashing={false} />
  </QueryClientProvider>
);
const mine = message(5, { sender: "1", client_id: "1", created_at: Date.now() });

beforeEach(() => {
  useChats.setState({ ...blank, me: "1" });
  queries.setQueryData(cardKey("1"), card("1", "陈晓云"));
});
afterEach(() => {
  closeLayers();
  forgetAll();
  vi.clearAllMocks();
});

it("shows its tools once it was sent, though the pointer rested on it before", async () => {
  const outgoing: Outgoing = {
    client_id: "1",
    chat: "c1",
    text: "第 5 条",
    reply_to: null,
    files: [],
    at: row.at,
    state: "sending",
  };
  const { rerender } = render(draw({ seq: 0, outgoing }));
  fireEvent.pointerEnter(screen.getByRole("article"), { pointerType: "mouse" });
  expect(screen.queryByRole("toolbar")).toBeNull();
  rerender(draw({ message: mine }));
  await screen.findByRole("toolbar");
});

it("says in a large chat who has read an earlier message of a run, when it is reached by key", async () => {
  const seen = serve({
    "GET /api/v1/chat/messages/m5/readers": () => ({ body: { items: [], read: 3, unread: 7 } }),
  });
  render(draw({ message: mine, isTail: false }, { ...view, chat: chat("c1", { members: 5000 }) }));
  expect(seen).toEqual([]);
  fireEvent.focus(screen.getByRole("article"));
  // Whoever does not see it hears how many have not read it, too.
  await screen.findByRole("button", { name: "7 人未读 · 查看已读情况" });
});

it("says that it was edited, and when", () => {
  render(draw({ message: { ...mine, edited_at: Date.now() } }));
  screen.getByRole("button", { name: /^已编辑 · 编辑于 .*，点击查看历史$/ });
});

it("folds what is very long, and stays open once it was opened", async () => {
  vi.spyOn(HTMLElement.prototype, "scrollHeight", "get").mockReturnValue(900);
  const user = userEvent.setup();
  const long = { ...mine, text: Array.from({ length: 40 }, (_, line) => `第 ${line} 行`).join("\n") };
  const { unmount } = render(draw({ message: long }));
  await user.click(screen.getByRole("button", { name: "展开" }));
  expect(view.onUnfold).toHaveBeenCalledOnce();
  expect(screen.queryByRole("button", { name: "展开" })).toBeNull();
  unmount();
  render(draw({ message: long }));
  expect(screen.queryByRole("button", { name: "展开" })).toBeNull();
});

it("folds nothing that fits", () => {
  render(draw({ message: { ...mine, text: "一句话" } }));
  expect(screen.queryByRole("button", { name: "展开" })).toBeNull();
});
