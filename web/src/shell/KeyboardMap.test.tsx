import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import { Users } from "lucide-react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { queries } from "@/api/query";
import { setModules } from "@/lib/module";
import { ShortcutTable } from "./KeyboardMap";

const path = vi.hoisted(() => ({ now: "/settings/shortcuts" }));
vi.mock("@/lib/nav", () => ({ usePath: () => path.now }));

afterEach(() => setModules([]));

const show = (at: string, isComplete: boolean) => {
  cleanup();
  path.now = at;
  render(
    <QueryClientProvider client={queries}>
      <ShortcutTable isComplete={isComplete} />
    </QueryClientProvider>,
  );
};

describe("the list of shortcuts", () => {
  it("tells what the open page binds, and in the settings what all do", async () => {
    setModules([
      {
        id: "people",
        navigation: {
          label: { "zh-CN": "通讯录", en: "Directory" },
          icon: Users,
          to: "/people",
          order: 1,
        },
        shortcuts: async () => ({
          default: [{ keys: "mod+f", label: { "zh-CN": "搜索通讯录", en: "Search the directory" } }],
        }),
        routes: [],
      },
    ]);
    show("/settings/shortcuts", true);
    await screen.findByText("搜索通讯录");
    show("/people/all", false);
    await screen.findByText("搜索通讯录");
    show("/settings/shortcuts", false);
    expect(screen.queryByText("搜索通讯录")).toBeNull();
  });
});
