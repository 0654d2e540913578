import { cleanup, render, screen } from "@testing-library/react";
import { Users } from "lucide-react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { setModules } from "@/lib/module";
import { ShortcutTable } from "./KeyboardMap";

const path = vi.hoisted(() => ({ now: "/settings/shortcuts" }));
vi.mock("@/lib/nav", () => ({ usePath: () => path.now }));

afterEach(() => setModules([]));

const show = (at: string, isComplete: boolean) => {
  cleanup();
  path.now = at;
  render(<ShortcutTable isComplete={isComplete} />);
  return screen.queryByText("搜索通讯录") !== null;
};

describe("the list of shortcuts", () => {
  it("tells what the open page binds, and in the settings what all do", () => {
    setModules([
      {
        id: "people",
        navigation: {
          label: { "zh-CN": "通讯录", en: "Directory" },
          icon: Users,
          to: "/people",
          order: 1,
        },
        shortcuts: [{ keys: "mod+f", label: { "zh-CN": "搜索通讯录", en: "Search the directory" } }],
        routes: [],
      },
    ]);
    expect(show("/settings/shortcuts", true)).toBe(true);
    expect(show("/people/all", false)).toBe(true);
    expect(show("/settings/shortcuts", false)).toBe(false);
  });
});
