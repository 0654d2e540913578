import { renderHook } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { go } from "@/lib/nav";
import { listenForShortcuts } from "@/lib/shortcuts";
import { chat } from "../model/fixtures";
import { useNeighbours } from "./useNeighbours";

vi.mock("@/lib/nav", () => ({ go: vi.fn() }));

const chats = ["1", "2", "3", "4"].map((id) => chat(id));
const press = (key: string) => window.dispatchEvent(new KeyboardEvent("keydown", { key, altKey: true }));
const places = () => vi.mocked(go).mock.calls.map(([href]) => href);

function show(openId: string | undefined) {
  return renderHook(({ open }) => useNeighbours(chats, open), { initialProps: { open: openId } });
}

beforeEach(() => {
  vi.mocked(go).mockReset();
  return listenForShortcuts();
});

it("moves as often as it is pressed, though the page comes later", () => {
  const { rerender } = show("1");
  press("ArrowDown");
  press("ArrowDown");
  expect(places()).toEqual(["/chat/2", "/chat/3"]);
  // The page passes the first on its way.
  rerender({ open: "2" });
  press("ArrowDown");
  expect(places().at(-1)).toBe("/chat/4");
  rerender({ open: "4" });
  press("ArrowUp");
  expect(places().at(-1)).toBe("/chat/3");
});

it("goes on from where one went otherwise, and stays inside the list", () => {
  const { rerender } = show("3");
  press("ArrowDown");
  rerender({ open: "1" });
  press("ArrowUp");
  expect(places()).toEqual(["/chat/4"]);
  press("ArrowDown");
  expect(places().at(-1)).toBe("/chat/2");
});
