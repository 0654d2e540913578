import { QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cardKey } from "@/api/people";
import { queries } from "@/api/query";
import { serve } from "@/test/api";
import { giveLayout } from "@/test/layout";
import { card } from "@/test/people";
import { MenuAt } from "@/ui";
import { blank, notHere, set, useChats } from "../engine/store";
import { chat, message } from "../model/fixtures";
import { emptyRoom } from "../model/room";
import { useCardLayer } from "../parts/cardLayer";
import { closeLayers, useLayers } from "./actions";
import { MenuItems } from "./MenuItems";
import Reactors from "./Reactors";
import { Room } from "./Room";

const nav = vi.hoisted(() => ({ go: vi.fn() }));
vi.mock("@/lib/nav", async (original) => ({
  ...(await original<typeof import("@/lib/nav")>()),
  go: nav.go,
  useSearch: () => ({}),
  useSetSearch: () => () => undefined,
  usePath: () => "/chat/c1",
}));

const show = (page: ReactNode) => render(<QueryClientProvider client={queries}>{page}</QueryClientProvider>);
const reaction = (emoji: string, count: number) => ({ emoji, count, users: ["7"], mine: false });

beforeEach(() => {
  giveLayout();
  useChats.setState({ ...blank, me: "1" });
  for (const person of [card("2", "刘竞文"), card("7", "单晓")])
    queries.setQueryData(cardKey(person.id), person);
});
afterEach(() => {
  closeLayers();
});

describe("the menu of a message", () => {
  const quote = { id: "m1", seq: 1, sender: "2", sender_name: "刘竞文", kind: "text" as const, text: "原话" };
  const view = {
    chat: chat("c1"),
    isPhone: false,
    onJump: vi.fn(),
    onReply: vi.fn(),
    onEdit: vi.fn(),
    onRewrite: vi.fn(),
    onAnnouncement: vi.fn(),
    onUnfold: vi.fn(),
  };
  const menu = (changes: Parameters<typeof message>[1]) =>
    show(
      <>
        <div data-seq="5" />
        <MenuAt label="消息操作" at={{ x: 0, y: 0 }} onClose={() => undefined}>
          <MenuItems message={message(5, changes)} view={view} />
        </MenuAt>
      </>,
    );
  const item = (name: string) => screen.findByRole("menuitem", { name });

  it("leads to what the message shows inside, for who has only keys", async () => {
    const user = userEvent.setup();
    menu({
      reply_to: { ...quote, recalled: false },
      mentions: ["7", "1"],
      reactions: [reaction("👍", 12), reaction("🎉", 1)],
      edited_at: 9,
    });
    await item("查看单晓的名片");
    await item("编辑历史");
    await user.click(await item("查看引用的消息"));
    expect(view.onJump).toHaveBeenCalledWith(1);
    await user.click(await item("查看谁回应了"));
    expect(useLayers.getState().reactors).toMatchObject({ emoji: "👍", message: { id: "m5" } });
    await user.click(await item("查看刘竞文的名片"));
    expect(useCardLayer.getState().id).toBe("2");
  });

  it("offers nothing that is not there", async () => {
    menu({ sender: "1", reply_to: { ...quote, recalled: true } });
    await item("复制消息链接");
    const names = screen.getAllByRole("menuitem").map((entry) => entry.textContent);
    expect(names.filter((name) => /名片|引用|回应了/.test(name ?? ""))).toEqual([]);
  });
});

describe("who reacted", () => {
  it("is told page by page, beyond the few whom the tip names", async () => {
    const seen = serve({
      "GET /api/v1/chat/messages/m5/reactions/*": ({ path }) => ({
        body: { items: [decodeURIComponent(path).endsWith("👍") ? card("7", "单晓") : card("2", "刘竞文")] },
      }),
    });
    const user = userEvent.setup();
    const shown = message(5, { reactions: [reaction("👍", 12), reaction("🎉", 1)] });
    show(<Reactors message={shown} emoji="👍" onClose={() => undefined} />);
    const dialog = within(await screen.findByRole("dialog"));
    await dialog.findByText("单晓");
    await user.click(dialog.getByRole("radio", { name: "🎉 1" }));
    await dialog.findByText("刘竞文");
    expect(seen).toHaveLength(2);
    // The last one takes it back meanwhile.
    const room = { ...emptyRoom("c1", 0), items: [{ ...shown, reactions: [] }] };
    act(() => set({ rooms: { c1: room } }));
    await dialog.findByText("已没有表情回应");
  });
});

describe("a chat that went while one looks at it", () => {
  it("says so and shows the way back", async () => {
    useChats.setState({ me: "", faults: { c1: notHere() } });
    const user = userEvent.setup();
    show(<Room id="c1" />);
    screen.getByText("打不开这个会话");
    screen.getByText("它可能已被解散，或你已不在其中。");
    await user.click(screen.getByRole("button", { name: "回到会话列表" }));
    expect(nav.go).toHaveBeenCalledWith("/chat", { replace: true });
  });
});
