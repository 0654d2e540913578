import { QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useSyncExternalStore } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { cardKey } from "@/api/people";
import { queries } from "@/api/query";
import { go } from "@/lib/nav";
import type { Picked } from "@/shared/person";
import { type Seen, serve } from "@/test/api";
import { giveLayout } from "@/test/layout";
import { card } from "@/test/people";
import { Button } from "@/ui";
import { chat, message } from "../model/fixtures";
import { filterQuery, noFilter } from "./Filters";
import SearchPage from "./SearchPage";

/** What stands after `?`. */
const address = vi.hoisted(() => {
  let search: Record<string, string> = {};
  const heard = new Set<() => void>();
  return {
    get: () => search,
    put(changes: Record<string, string | undefined>) {
      const next = Object.entries({ ...search, ...changes }).filter(([, value]) => value !== undefined);
      search = Object.fromEntries(next) as Record<string, string>;
      for (const tell of heard) tell();
    },
    reset() {
      search = {};
    },
    subscribe(tell: () => void) {
      heard.add(tell);
      return () => heard.delete(tell);
    },
  };
});
vi.mock("@/lib/nav", async (original) => ({
  ...(await original<typeof import("@/lib/nav")>()),
  go: vi.fn(),
  useSearch: () => useSyncExternalStore(address.subscribe, address.get),
  useSetSearch: () => address.put,
}));
/** The picker, which has tests of its own: one press chooses this person. */
const person = card("7", "单晓");
vi.mock("@/shared/person", async (original) => ({
  ...(await original<typeof import("@/shared/person")>()),
  PersonPicker: ({ isOpen, onPick }: { isOpen: boolean; onPick: (picked: Picked) => unknown }) =>
    isOpen && <Button onPress={() => void onPick({ people: [person], departments: [] })}>选他</Button>,
}));

let seen: Seen[] = [];
/** What was asked for last. */
const asked = () => {
  const last = seen.findLast(({ path }) => path.endsWith("/chat/search"));
  const { limit: _, ...query } = Object.fromEntries(last?.query ?? []);
  return query;
};
const show = () =>
  render(
    <QueryClientProvider client={queries}>
      <SearchPage />
    </QueryClientProvider>,
  );
const box = () => screen.getByRole<HTMLInputElement>("searchbox");
const choose = async (filter: RegExp, choice: string) => {
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: filter }));
  await user.click(await screen.findByRole("option", { name: choice }));
};

beforeEach(() => {
  giveLayout();
  address.reset();
  vi.mocked(go).mockReset();
  queries.setQueryData(cardKey("7"), person);
  seen = serve({
    "GET /api/v1/chat/search": () => ({
      body: {
        items: [{ message: message(5), chat: chat("c1"), snippet: { text: "预算表", ranges: [[0, 2]] } }],
        next: null,
      },
    }),
    "GET /api/v1/people/users": () => ({ body: { items: [] } }),
  });
});

describe("the search over all chats", () => {
  it("asks for nothing before there is something to look for", () => {
    show();
    screen.getByText("可按内容查找，也可按发送人、时间和类型筛选。");
    expect(seen).toEqual([]);
  });

  it("writes its words into the address, and leads to what was found", async () => {
    const user = userEvent.setup();
    show();
    await user.type(box(), " 预算 ");
    await waitFor(() => expect(address.get()).toEqual({ q: "预算" }));
    expect(asked()).toEqual({ q: "预算" });
    await user.click(await screen.findByRole("button", { name: /刘竞文/ }));
    expect(go).toHaveBeenCalledWith("/chat/c1?seq=5");
    await user.clear(box());
    await waitFor(() => expect(address.get()).toEqual({}));
  });

  it("takes up the words of another search", async () => {
    address.put({ q: "预算" });
    show();
    expect(box().value).toBe("预算");
    act(() => address.put({ q: "纪要" }));
    expect(box().value).toBe("纪要");
    await waitFor(() => expect(asked()).toEqual({ q: "纪要" }));
    expect(address.get()).toEqual({ q: "纪要" });
  });

  it("filters by kind and time, alone or together, and by nothing again", async () => {
    show();
    await choose(/类型/, "图片");
    expect(address.get()).toEqual({ kind: "image" });
    await waitFor(() => expect(asked()).toEqual({ kind: "image" }));
    await choose(/时间/, "近 7 天");
    expect(address.get()).toEqual({ kind: "image", time: "week" });
    await waitFor(() => expect(Number(asked().from)).toBeGreaterThan(0));
    await choose(/类型/, "类型不限");
    expect(address.get()).toEqual({ time: "week" });
  });

  it("filters by who sent it, until that is cleared", async () => {
    const user = userEvent.setup();
    address.put({ q: "预算" });
    show();
    await user.click(screen.getByRole("button", { name: "发送人不限" }));
    await user.click(await screen.findByRole("button", { name: "选他" }));
    expect(address.get()).toEqual({ q: "预算", sender: "7" });
    await waitFor(() => expect(asked()).toEqual({ q: "预算", sender: "7" }));
    screen.getByRole("button", { name: "单晓" });
    await user.click(screen.getByRole("button", { name: "清除发送人" }));
    expect(address.get()).toEqual({ q: "预算" });
  });

  it("asks for days of one's own only where they were chosen", async () => {
    show();
    expect(screen.queryByLabelText("从")).toBeNull();
    act(() => address.put({ time: "custom", from: "2026-09-03", to: "2026-09-04" }));
    expect(screen.getByLabelText<HTMLInputElement>("从").value).toBe("2026-09-03");
    await waitFor(() => expect(Object.keys(asked()).sort()).toEqual(["from", "to"]));
  });
});

describe("a filter as it is asked for", () => {
  const now = new Date(2026, 8, 3, 15, 30).getTime();
  const day = (of: number) => new Date(2026, 8, of).getTime();

  it.each([
    ["nothing", {}, {}],
    ["today", { time: "today" as const }, { from: day(3) }],
    ["a week", { time: "week" as const }, { from: day(-4) }],
    [
      "days, of which the last counts whole",
      { time: "custom" as const, from: "2026-09-01", to: "2026-09-02" },
      { from: day(1), to: day(3) },
    ],
    ["a first day alone", { time: "custom" as const, from: "2026-09-01" }, { from: day(1) }],
    ["days that are not chosen", { from: "2026-09-01", to: "2026-09-02" }, {}],
    ["sender and kind", { sender: "7", kind: "file" as const }, { sender: "7", kind: "file" }],
  ])("is %s", (_, filter, expected) =>
    expect(filterQuery({ ...noFilter, ...filter }, now)).toEqual(expected),
  );
});
