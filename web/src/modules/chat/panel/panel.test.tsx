import { QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { meKey } from "@/api/people";
import { queries } from "@/api/query";
import type { Message } from "@/api/types";
import { type Seen, serve } from "@/test/api";
import { giveLayout } from "@/test/layout";
import { card, someMe } from "@/test/people";
import { blank, useChats } from "../engine/store";
import { chat, message } from "../model/fixtures";
import { AnnouncementDialog, RenameDialog } from "./EditDialogs";
import { FilesView } from "./FilesView";
import { InfoView } from "./InfoView";
import { MembersView } from "./MembersView";
import { PinsView } from "./PinsView";

/** Serves the items of a list a page at a time. */
function paged<T>(items: readonly T[], size: number) {
  return ({ query }: Seen) => {
    const from = Number(query.get("cursor") ?? 0);
    const next = from + size < items.length ? String(from + size) : null;
    return { body: { items: items.slice(from, from + size), next } };
  };
}

const many = <T,>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, at) => make(at));
const show = (page: ReactNode) => render(<QueryClientProvider client={queries}>{page}</QueryClientProvider>);
const cursors = (seen: readonly Seen[], path: RegExp) =>
  seen.filter((entry) => path.test(entry.path)).map((entry) => entry.query.get("cursor"));

function scrollToEnd(label: string) {
  const list = screen.getByRole("list", { name: label });
  list.scrollTop = 1_000_000;
  act(() => void fireEvent.scroll(list));
}

const group = chat("c1", { members: 130 });
const picture = (index: number) => ({
  file: {
    id: `f${index}`,
    name: `${index}.png`,
    size: 1,
    type: "",
    created_at: 0,
    kind: "image",
    thumb: true,
  },
  message: message(index + 1),
});

beforeEach(() => {
  giveLayout();
  useChats.setState({ ...blank, me: "1", chats: { c1: group } });
  queries.setQueryData(meKey, someMe());
});

describe("lists of a chat", () => {
  it("shows all pins, not the first fifty", async () => {
    const pins = many(70, (index): Message => message(index + 1, { pinned: true }));
    const seen = serve({
      "GET /api/v1/chat/chats/c1/pins": paged(pins, 50),
      "GET /api/v1/people/users": () => ({ body: { items: [] } }),
    });
    show(<PinsView chat={group} onJump={() => undefined} />);
    await screen.findByText("第 1 条");
    expect(screen.getAllByRole("listitem").length).toBeLessThan(50);
    scrollToEnd("置顶消息");
    await waitFor(() => expect(cursors(seen, /pins$/)).toEqual([null, "50"]));
  });

  it("goes on with a search for members, also after one that found as many", async () => {
    const members = many(130, (index) => ({
      user: card(String(index + 10), `李${index}`),
      role: "member",
      joined_at: 0,
      read_seq: 0,
    }));
    const seen = serve({ "GET /api/v1/chat/chats/c1/members": paged(members, 60) });
    const user = userEvent.setup();
    show(<MembersView chat={group} />);
    const search = async (text: string) => {
      await user.clear(screen.getByRole("searchbox"));
      await user.type(screen.getByRole("searchbox"), text);
      await waitFor(() => expect(seen.at(-1)?.query.get("q")).toBe(text));
      await screen.findByText("李0");
      const asked = seen.length;
      scrollToEnd("成员");
      await waitFor(() => expect(seen.length).toBeGreaterThan(asked));
      expect(seen.at(-1)?.query.get("q")).toBe(text);
      expect(seen.at(-1)?.query.get("cursor")).toBe("60");
    };
    await screen.findByText("李0");
    await search("li");
    await search("l");
  });

  it("draws of many pictures those in view, and goes from one to where it was sent", async () => {
    const seen = serve({ "GET /api/v1/chat/chats/c1/files": paged(many(300, picture), 120) });
    const onJump = vi.fn();
    const user = userEvent.setup();
    show(<FilesView chat={group} onJump={onJump} />);
    await user.click(await screen.findByRole("button", { name: "4.png" }));
    await user.click(await screen.findByRole("button", { name: "在会话中查看" }));
    expect(onJump).toHaveBeenCalledWith(5);
    await waitFor(() => expect(screen.queryByRole("button", { name: "在会话中查看" })).toBeNull());
    expect(screen.getAllByRole("button", { name: /png$/ }).length).toBeLessThan(100);
    scrollToEnd("图片");
    await waitFor(() => expect(cursors(seen, /files$/)).toEqual([null, "120"]));
  });
});

describe("a later page that does not come", () => {
  const busy = { status: 400, body: { code: "core.bad", title: "出了问题", status: 400 } };
  const members = many(20, (index) => ({
    user: card(String(index + 10), `李${index}`),
    role: "member",
    joined_at: 0,
    read_seq: 0,
  }));
  const pins = many(20, (index): Message => message(index + 1, { pinned: true }));

  it.each([
    ["members", "成员", members, <MembersView key="m" chat={group} />, "李0"],
    ["pins", "置顶消息", pins, <PinsView key="p" chat={group} onJump={() => undefined} />, "第 1 条"],
    [
      "files",
      "图片",
      many(20, picture),
      <FilesView key="f" chat={group} onJump={() => undefined} />,
      /^0.png$/,
    ],
  ] as const)("is asked for alone, while the others stay: %s", async (path, label, items, view, first) => {
    let isBusy = true;
    const page = paged<unknown>(items, 8);
    const seen = serve({
      [`GET /api/v1/chat/chats/c1/${path}`]: (asked) =>
        isBusy && asked.query.get("cursor") ? busy : page(asked),
      "GET /api/v1/people/users": () => ({ body: { items: [] } }),
    });
    const user = userEvent.setup();
    show(view);
    if (typeof first === "string") await screen.findByText(first);
    else await screen.findByRole("button", { name: first });
    // So few that the end is in view.
    act(() => void fireEvent.scroll(screen.getByRole("list", { name: label })));
    expect((await screen.findByRole("alert")).textContent).toContain("出了问题");
    isBusy = false;
    await user.click(screen.getByRole("button", { name: "重试" }));
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
    const asked = cursors(seen, new RegExp(`${path}$`));
    expect(asked.filter((cursor) => cursor === null)).toHaveLength(1);
    expect(asked.filter((cursor) => cursor === "8").length).toBeGreaterThan(1);
  });
});

describe("the details of a group", () => {
  it("say that its members could not be loaded, and ask again", async () => {
    let isBusy = true;
    serve({
      "GET /api/v1/chat/chats/c1/members": () =>
        isBusy
          ? { status: 400, body: { code: "core.bad", title: "出了问题", status: 400 } }
          : { body: { items: [{ user: card("9", "王芳"), role: "member", joined_at: 0, read_seq: 0 }] } },
    });
    const user = userEvent.setup();
    show(<InfoView chat={group} onView={() => undefined} />);
    expect((await screen.findByRole("alert")).textContent).toContain("出了问题");
    isBusy = false;
    await user.click(screen.getByRole("button", { name: "重试" }));
    await screen.findByText("王芳");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("name the owner, and say who it is", async () => {
    serve({
      "GET /api/v1/chat/chats/c1/members": () => ({
        body: { items: [{ user: card("9", "王芳"), role: "owner", joined_at: 0, read_seq: 0 }] },
      }),
    });
    show(<InfoView chat={group} onView={() => undefined} />);
    await screen.findByText("王芳");
    screen.getByText("群主");
  });

  it("cut no announcement: they tell how much is left, and what is too much", async () => {
    const seen = serve({ "PATCH /api/v1/chat/chats/c1": () => ({ body: group }) });
    const user = userEvent.setup();
    show(<AnnouncementDialog chat={group} onClose={() => undefined} />);
    const box = await screen.findByRole<HTMLTextAreaElement>("textbox");
    const publish = () => screen.getByRole<HTMLButtonElement>("button", { name: "发布" });
    const write = (text: string) => fireEvent.change(box, { target: { value: text } });
    write("字".repeat(1800));
    expect(screen.queryByText(/还可输入/)).toBeNull();
    write("字".repeat(1950));
    screen.getByText("还可输入 50 字");
    write("😀".repeat(2003));
    screen.getByText("最多 2,000 字，超出 3 字");
    expect(box.value).toHaveLength(4006);
    expect(publish().disabled).toBe(true);
    write("😀".repeat(2000));
    await user.click(publish());
    await waitFor(() => expect(seen).toHaveLength(1));
  });

  it("cut no name either", async () => {
    show(<RenameDialog chat={group} onClose={() => undefined} />);
    const box = await screen.findByRole<HTMLInputElement>("textbox");
    fireEvent.change(box, { target: { value: "群".repeat(61) } });
    screen.getByText("最多 60 字，超出 1 字");
    expect(box.value).toHaveLength(61);
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "保存" }).disabled).toBe(true);
  });
});

describe("the members of the chat for all", () => {
  const everyone = chat("c1", { kind: "everyone", members: 2 });
  const member = { user: card("2", "刘竞文"), role: "member", joined_at: 0, read_seq: 0 };

  it.each([
    ["the organisation's admins", [{ role: "admin" as const, department: null }], 1],
    ["nobody else", [], 0],
  ])("have admins appointed by %s", async (_, roles, count) => {
    queries.setQueryData(meKey, someMe({ roles }));
    const seen = serve({
      "GET /api/v1/chat/chats/c1/members": () => ({ body: { items: [member] } }),
      "PATCH /api/v1/chat/chats/c1/members/2": () => ({ body: {} }),
      "GET /api/v1/chat/chats/c1": () => ({ body: everyone }),
    });
    const user = userEvent.setup();
    show(<MembersView chat={everyone} />);
    await screen.findAllByText("刘竞文");
    const menus = screen.queryAllByRole("button", { name: /成员操作/ });
    expect(menus).toHaveLength(count);
    const [menu] = menus;
    if (!menu) return;
    await user.click(menu);
    expect((await screen.findAllByRole("menuitem")).map((item) => item.textContent)).toEqual(["设为管理员"]);
    await user.click(screen.getByRole("menuitem"));
    await waitFor(() =>
      expect(seen.find((entry) => entry.method === "PATCH")?.body).toEqual({ role: "admin" }),
    );
  });
});
