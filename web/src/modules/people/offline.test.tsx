import { onlineManager, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { primeCards } from "@/api/people";
import { queries } from "@/api/query";
import * as nav from "@/lib/nav";
import { serve } from "@/test/api";
import { giveLayout } from "@/test/layout";
import { card } from "@/test/people";
import { FoundPeople } from "./PeopleColumn";
import { SearchBox, useQueryText } from "./SearchBox";
import { setTyped } from "./state";

beforeEach(() => {
  giveLayout();
  setTyped("");
  vi.spyOn(nav, "go").mockResolvedValue();
  vi.spyOn(nav, "useParam").mockReturnValue(undefined);
  serve({
    "GET /api/v1/people/users": () => ({ body: { items: [card("9", "周丽")], next: null } }),
  });
  primeCards([
    card("7", "周乐", { pinyin: "zhou le|yue" }),
    card("8", "刘竞文", { pinyin: "liu jing|jin wen" }),
  ]);
  onlineManager.setOnline(false);
});
afterEach(() => {
  onlineManager.setOnline(true);
});

const Found = () => {
  const q = useQueryText();
  return q === "" ? null : <FoundPeople q={q} />;
};

const Search = () => (
  <QueryClientProvider client={queries}>
    <SearchBox />
    <Found />
  </QueryClientProvider>
);

describe("a search of the directory without a connection", () => {
  it("finds those whom the device knows, says so, and asks when the connection is back", async () => {
    const user = userEvent.setup();
    render(<Search />);
    await user.type(screen.getByRole("searchbox"), "zhoul");
    expect(await screen.findByText("周乐")).toBeTruthy();
    expect(screen.getByText(/现在离线/)).toBeTruthy();
    expect(screen.queryByText("刘竞文")).toBeNull();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(nav.go).toHaveBeenCalledWith("/people/user/7"));
    onlineManager.setOnline(true);
    expect(await screen.findByText("周丽")).toBeTruthy();
    expect(screen.queryByText(/现在离线/)).toBeNull();
  });

  it("does not wait for ever where nobody is known", async () => {
    render(<Search />);
    await userEvent.setup().type(screen.getByRole("searchbox"), "zzzz");
    expect(await screen.findByText("现在离线")).toBeTruthy();
    expect(screen.queryByRole("status", { name: "加载中" })).toBeNull();
  });
});
