import { QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { meKey } from "@/api/people";
import { queries } from "@/api/query";
import type { Chat } from "@/api/types";
import { useRecent } from "@/lib/recent";
import { listenForShortcuts } from "@/lib/shortcuts";
import { serve } from "@/test/api";
import { giveLayout } from "@/test/layout";
import { card, someMe } from "@/test/people";
import { chatApi } from "../api";
import { heardOfPins } from "../engine/pins";
import { blank, forgetAll, useChats } from "../engine/store";
import { chat, message } from "../model/fixtures";
import { togglePin } from "./actions";
import { Room } from "./Room";

const place = vi.hoisted(() => ({ search: {} as Record<string, string>, set: vi.fn(), back: vi.fn() }));
vi.mock("@/lib/nav", async (original) => ({
  ...(await original<typeof import("@/lib/nav")>()),
  useSearch: () => place.search,
  useSetSearch: () => place.set,
  usePath: () => "/chat/c1",
  goBack: place.back,
}));

let stop: () => void = () => undefined;
function show(shown: Chat, pins: unknown[] = []) {
  useChats.setState({ ...blank, me: "1", chats: { c1: shown } });
  const none = { items: [], has_before: false, has_after: false };
  serve({
    "GET /api/v1/chat/chats/c1/messages": () => ({
      body: shown.last_seq > 0 ? { ...none, items: [message(1)] } : none,
    }),
    "GET /api/v1/chat/chats/c1/reads": () => ({ body: { items: [] } }),
    "GET /api/v1/chat/chats/c1/pins": () => ({ body: { items: pins } }),
    "GET /api/v1/chat/chats/c1/members": () => ({ body: { items: [] } }),
    "GET /api/v1/people/users": () => ({ body: { items: [] } }),
  });
  return render(page());
}
const page = () => (
  <QueryClientProvider client={queries}>
    <Room id="c1" />
  </QueryClientProvider>
);
const box = () => screen.getByRole("textbox", { name: "输入消息" });

beforeEach(() => {
  giveLayout();
  // jsdom scrolls nothing.
  Object.assign(Element.prototype, { scrollTo: () => undefined });
  localStorage.clear();
  queries.setQueryData(meKey, someMe());
  stop = listenForShortcuts();
});
afterEach(() => {
  stop();
  place.search = {};
  place.set.mockReset();
  place.back.mockReset();
  forgetAll();
});

const onPhone = () =>
  vi
    .spyOn(window, "matchMedia")
    .mockImplementation(
      (media) =>
        ({ matches: true, media, addEventListener: () => {}, removeEventListener: () => {} }) as never,
    );

describe("a chat that is opened", () => {
  it("has the focus where one writes", async () => {
    show(chat("c1"));
    expect(document.activeElement).toBe(box());
  });

  it("leaves the focus to a panel that opens with it", () => {
    place.search = { panel: "info" };
    show(chat("c1"));
    expect(document.activeElement).not.toBe(box());
  });

  it("leaves the screen to what is to be read on a phone", () => {
    onPhone();
    show(chat("c1"));
    expect(document.activeElement).not.toBe(box());
  });

  it("says with whom it is before the first message", async () => {
    show(chat("c1", { kind: "direct", title: "王芳", peer: card("9", "王芳") }));
    await screen.findByText("这里是你和王芳对话的开头");
    screen.getByText("打个招呼，或直接把要办的事写在下面。");
    expect(screen.getAllByText("工程师 · 信息中心")).toHaveLength(2);
  });

  it("is among what was opened last: a group as itself, a person's chat as the person", () => {
    show(chat("c1", { title: "台风应急会商" })).unmount();
    show(chat("c1", { kind: "direct", title: "王芳", peer: card("9", "王芳") }));
    expect(useRecent.getState().places).toEqual([
      { id: "person-9", kind: "person", title: "王芳", subtitle: "工程师 · 信息中心", href: "/chat/c1" },
      { id: "chat-c1", kind: "chat", title: "台风应急会商", href: "/chat/c1" },
    ]);
  });

  it("shows the pinned message below the announcement", async () => {
    show(chat("c1", { announcement: "周五停电", last_seq: 1 }), [message(1, { pinned: true, text: "名单" })]);
    screen.getByText("周五停电");
    await screen.findByText("刘竞文：名单");
  });
});

describe("the panel", () => {
  it.each(["search", "info"])("closes by Esc: %s", async (panel) => {
    place.search = { panel };
    show(chat("c1"));
    const label = panel === "search" ? "搜索聊天记录" : "会话信息";
    await screen.findByRole("complementary", { name: label });
    if (panel === "search") await waitFor(() => screen.getByRole("searchbox").focus());
    await userEvent.keyboard("{Escape}");
    expect(place.set).toHaveBeenCalledWith({ panel: undefined });
    expect(document.activeElement).toBe(box());
  });

  it("stays while Esc clears the words looked for", async () => {
    place.search = { panel: "search" };
    show(chat("c1"));
    await userEvent.type(await screen.findByRole("searchbox"), "名单");
    await userEvent.keyboard("{Escape}");
    expect(place.set).not.toHaveBeenCalled();
    await userEvent.keyboard("{Escape}");
    expect(place.set).toHaveBeenCalledWith({ panel: undefined });
  });
});

describe("the panel of a phone", () => {
  const unread = () => chat("c1", { last_seq: 1 }, { unread: 1, last_seq: 1 });
  const pins = [message(1, { pinned: true, text: "名单" })];
  const feed = () => screen.getByRole("feed");
  const isRead = () => useChats.getState().chats.c1?.me.unread === 0;

  beforeEach(() => {
    onPhone();
    vi.spyOn(document, "hasFocus").mockReturnValue(true);
  });

  it("lies over the conversation, which stays where it is and counts as not read", async () => {
    place.search = { panel: "pins" };
    const { rerender } = show(unread(), pins);
    const before = feed();
    await screen.findByRole("complementary", { name: "置顶消息" });
    await waitFor(() => expect(feed().classList.contains("settling")).toBe(false));
    expect(before.closest(".covered")).not.toBeNull();
    expect(isRead()).toBe(false);
    place.search = {};
    rerender(page());
    expect(feed()).toBe(before);
    expect(before.closest(".covered")).toBeNull();
    // At once: what stood in view was known, and counts from now on.
    expect(isRead()).toBe(true);
  });

  it("is left by the way back when it leads to a message, so that there is no page twice", async () => {
    place.search = { panel: "pins" };
    show(unread(), pins);
    const panel = within(await screen.findByRole("complementary", { name: "置顶消息" }));
    await userEvent.click(await panel.findByRole("button", { name: "在会话中查看" }));
    expect(place.back).toHaveBeenCalledExactlyOnceWith("/chat/c1");
    expect(place.set).not.toHaveBeenCalled();
  });
});

describe("the pinned message", () => {
  it("is asked for anew when one is pinned that is not loaded, and when it is taken down here", async () => {
    const pins = [message(1, { pinned: true, text: "名单" })];
    show(chat("c1", { last_seq: 9 }), pins);
    await screen.findByText("刘竞文：名单");
    pins[0] = message(9, { pinned: true, text: "新的名单" });
    act(() => heardOfPins("c1", { type: "pinned", message: "m9", seq: 9, pinned: true }));
    await screen.findByText("刘竞文：新的名单");
    pins.pop();
    vi.spyOn(chatApi, "pin").mockResolvedValue(undefined as never);
    await act(() => togglePin(message(9, { pinned: true })));
    await waitFor(() => expect(screen.queryByText("刘竞文：新的名单")).toBeNull());
  });
});
