import { QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cardKey } from "@/api/people";
import { queries } from "@/api/query";
import type { StoredFile } from "@/api/types";
import { serve } from "@/test/api";
import { giveLayout } from "@/test/layout";
import { card } from "@/test/people";
import { MenuAt } from "@/ui";
import { blank, notHere, set, useChats } from "../engine/store";
import { message } from "../model/fixtures";
import { emptyRoom } from "../model/room";
import { useCardLayer } from "../parts/cardLayer";
import { Pictures } from "./Attachments";
import { closeLayers, useLayers } from "./actions";
import { roomView } from "./fixtures";
import LayersHost from "./LayersHost";
import { MenuItems } from "./MenuItems";
import Reactors from "./Reactors";
import Readers from "./Readers";
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
  const view = roomView();
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

describe("who reacted, when it changes meanwhile", () => {
  it("stays until the answer", async () => {
    let people = [card("7", "单晓")];
    const seen = serve({
      "GET /api/v1/chat/messages/m5/reactions/*": () => ({ body: { items: people } }),
    });
    const shown = (count: number) => message(5, { reactions: [reaction("👍", count)] });
    act(() => set({ rooms: { c1: { ...emptyRoom("c1", 0), items: [shown(1)] } } }));
    show(<Reactors message={shown(1)} emoji="👍" onClose={() => undefined} />);
    const dialog = within(await screen.findByRole("dialog"));
    await dialog.findByText("单晓");
    people = [...people, card("2", "刘竞文")];
    act(() => set({ rooms: { c1: { ...emptyRoom("c1", 0), items: [shown(2)] } } }));
    dialog.getByText("单晓");
    await dialog.findByText("刘竞文");
    expect(seen).toHaveLength(2);
  });
});

describe("who has read a message", () => {
  it("goes on with the page that did not come", async () => {
    const people = Array.from({ length: 12 }, (_, at) => card(String(at + 10), `李${at}`));
    let isBusy = true;
    const seen = serve({
      "GET /api/v1/chat/messages/m5/readers": ({ query }) => {
        const from = Number(query.get("cursor") ?? 0);
        if (from > 0 && isBusy)
          return { status: 400, body: { code: "core.bad", title: "出了问题", status: 400 } };
        const next = from === 0 ? "8" : null;
        return { body: { items: people.slice(from, from + 8), next, read: 0, unread: 12 } };
      },
    });
    const user = userEvent.setup();
    show(<Readers message={message(5)} onClose={() => undefined} />);
    const dialog = within(await screen.findByRole("dialog"));
    await dialog.findByText("李0");
    act(() => void fireEvent.scroll(dialog.getByRole("list")));
    expect((await dialog.findByRole("alert")).textContent).toContain("出了问题");
    isBusy = false;
    await user.click(dialog.getByRole("button", { name: "重试" }));
    await waitFor(() => expect(dialog.queryByRole("alert")).toBeNull());
    const asked = seen.map(({ query }) => query.get("cursor"));
    expect(asked.filter((cursor) => cursor === null)).toHaveLength(1);
    expect(asked.at(-1)).toBe("8");
  });
});

describe("pictures of a message", () => {
  const file = (id: string): StoredFile => ({
    id,
    name: `${id}.png`,
    size: 1,
    type: "image/png",
    created_at: 0,
    kind: "image",
    thumb: true,
  });

  it("stay open when the message leaves the screen", async () => {
    const user = userEvent.setup();
    const rows = (files: StoredFile[]) => (
      <QueryClientProvider client={queries}>
        {files.length > 0 && <Pictures files={files} isPhone={false} />}
        <LayersHost view={roomView()} />
      </QueryClientProvider>
    );
    const { rerender } = render(rows([file("一"), file("二")]));
    await user.click(screen.getByRole("button", { name: "二.png" }));
    const viewer = () => screen.findByRole("dialog", { name: "查看图片" });
    await viewer();
    rerender(rows([]));
    expect(within(await viewer()).getByAltText("二.png")).toBeTruthy();
    await user.click(within(await viewer()).getByRole("button", { name: "上一张" }));
    expect(within(await viewer()).getByAltText("一.png")).toBeTruthy();
    await user.click(within(await viewer()).getByRole("button", { name: /关闭/ }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(useLayers.getState().pictures).toBeNull();
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
