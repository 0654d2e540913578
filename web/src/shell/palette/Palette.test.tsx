import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { meKey } from "@/api/people";
import { queries } from "@/api/query";
import { setModules } from "@/lib/module";
import * as nav from "@/lib/nav";
import { rememberPlace, useRecent } from "@/lib/recent";
import { type Seen, serve } from "@/test/api";
import { card, someMe } from "@/test/people";
import { PaletteBody } from "./Palette";

const hit = (id: string, name: string) => ({
  id,
  kind: "person",
  title: { text: name, ranges: [[0, name.length]] },
  url: `/people/user/${id}`,
});

function open() {
  const onClose = vi.fn();
  render(
    <QueryClientProvider client={queries}>
      <PaletteBody onClose={onClose} />
    </QueryClientProvider>,
  );
  return { onClose, user: userEvent.setup(), box: screen.getByRole("combobox") };
}

const said = {
  id: "m1",
  kind: "message",
  title: { text: "张明", ranges: [] },
  snippet: { text: "请打开设置看看", ranges: [] },
  url: "/chat/7?seq=5",
};
let chats: [id: string, title: string][] = [];

let seen: Seen[] = [];
const chosen = () => screen.getByRole("option", { selected: true }).textContent;

describe("palette", () => {
  beforeEach(() => {
    setModules([
      {
        id: "chat",
        routes: [],
        palette: [
          {
            id: "chats",
            group: { "zh-CN": "最近会话", en: "Recent chats" },
            order: 10,
            recent: async () => chats.map(([id, title]) => ({ id, title, href: `/chat/${id}` })),
          },
        ],
      },
    ]);
    chats = [];
    useRecent.setState({ owner: "", places: [] });
    queries.setQueryData(meKey, someMe());
    vi.spyOn(nav, "go").mockResolvedValue();
    seen = serve({
      "GET /api/v1/core/search": ({ query }) => ({
        body: {
          groups:
            query.get("q") === "ljw"
              ? [
                  { kind: "person", items: [hit("11", "刘竞文"), hit("12", "李嘉卫")], more: false },
                  {
                    kind: "chat",
                    items: [{ id: "7", kind: "chat", title: { text: "两江网", ranges: [] }, url: "/chat/7" }],
                    more: false,
                  },
                ]
              : query.get("q") === "设置"
                ? [{ kind: "message", items: [said], more: false }]
                : [],
        },
      }),
      "GET /api/v1/people/users": () => ({ body: { items: [card("11", "刘竞文"), card("12", "李嘉卫")] } }),
      "POST /api/v1/chat/chats": ({ body }) => ({ status: 201, body: { id: "99", for: body } }),
    });
  });
  afterEach(() => {
    setModules([]);
    localStorage.clear();
  });

  it("offers commands before anything is typed, and wraps around", async () => {
    const { user } = open();
    expect(chosen()).toContain("打开设置");
    await user.keyboard("{ArrowUp}");
    expect(chosen()).toContain("退出登录");
    await user.keyboard("{ArrowDown}");
    expect(chosen()).toContain("打开设置");
  });

  it("offers who and what was opened last before commands, and chats to whoever is new", async () => {
    rememberPlace("1", { id: "person-11", kind: "person", title: "刘竞文", href: "/people/user/11" });
    rememberPlace("1", { id: "chat-7", kind: "chat", title: "两江网", href: "/chat/7" });
    chats = [
      ["7", "两江网"],
      ["9", "台风应急会商"],
    ];
    open();
    await screen.findByText("台风应急会商");
    expect(
      screen
        .getAllByRole("option")
        .slice(0, 3)
        .map((row) => row.textContent),
    ).toEqual(["两江网", "刘竞文", expect.stringContaining("台风应急会商")]);
    expect(screen.getAllByRole("option")[3]?.textContent).toContain("设置");
  });

  it("puts a command that was named before what was said about it", async () => {
    const { user } = open();
    await user.keyboard("设置");
    await screen.findByText("张明");
    expect(chosen()).toContain("打开设置");
    await user.keyboard("{Enter}");
    expect(nav.go).toHaveBeenCalledWith("/settings");
  });

  it("finds commands by words and initials and runs them with Enter", async () => {
    const { user, onClose } = open();
    await user.keyboard("sz");
    await waitFor(() => expect(screen.getAllByRole("option")).toHaveLength(1));
    await user.keyboard("{Enter}");
    expect(onClose).toHaveBeenCalledOnce();
    expect(nav.go).toHaveBeenCalledWith("/settings");
  });

  it("walks over groups and opens a person's chat with Enter", async () => {
    const { user } = open();
    await user.keyboard("ljw");
    await screen.findByText("两江网");
    expect(chosen()).toContain("刘竞文");
    expect(screen.getByText("刘竞文").tagName).toBe("MARK");
    await user.keyboard("{ArrowDown}{ArrowDown}");
    expect(chosen()).toContain("两江网");
    await user.keyboard("{ArrowUp}{Enter}");
    await waitFor(() => expect(nav.go).toHaveBeenCalledWith("/chat/99"));
  });

  it("takes an Enter that comes before the answer for the answer", async () => {
    rememberPlace("1", { id: "chat-5", kind: "chat", title: "值班", href: "/chat/5" });
    const { user } = open();
    await user.keyboard("ljw{Control>}{Enter}{/Control}");
    expect(nav.go).not.toHaveBeenCalled();
    await waitFor(() => expect(nav.go).toHaveBeenCalledWith("/people/user/11"));
    expect(nav.go).toHaveBeenCalledOnce();
  });

  it("promises and asks for what the server can find", async () => {
    const { user, box } = open();
    expect(box.getAttribute("placeholder")).toBe("搜索人、会话、消息，或输入命令");
    await user.keyboard("ljw");
    await screen.findByText("两江网");
    expect(seen.find(({ path }) => path.endsWith("/search"))?.query.get("kinds")).toBe("person,chat,message");
  });

  it("opens a person's page with Ctrl Enter", async () => {
    const { user } = open();
    await user.keyboard("ljw");
    await screen.findByText("两江网");
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(nav.go).toHaveBeenCalledWith("/people/user/11");
  });

  it("says that nothing was found", async () => {
    const { user } = open();
    await user.keyboard("zzzz");
    expect(await screen.findByText(/没有找到/)).toBeTruthy();
  });

  it("leaves Enter to the input method while it composes", async () => {
    const { box, onClose } = open();
    box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true }));
    expect(onClose).not.toHaveBeenCalled();
  });
});
