import { cleanup, render, screen } from "@testing-library/react";
import { Users } from "lucide-react";
import { afterEach, describe, expect, it } from "vitest";
import { setModules } from "@/lib/module";
import { registerShortcuts } from "@/lib/shortcuts";
import { ShortcutTable } from "./KeyboardMap";

afterEach(() => setModules([]));

const run = () => undefined;

describe("the list of shortcuts", () => {
  it("tells what pages bind that are not open now", () => {
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
    // A page that was open before.
    registerShortcuts([{ keys: "alt+ArrowUp", label: "上一个会话", group: "消息", run }])();
    render(<ShortcutTable isComplete />);
    expect(screen.getByText("搜索通讯录")).toBeTruthy();
    expect(screen.getByText("上一个会话")).toBeTruthy();
    cleanup();
    render(<ShortcutTable />);
    expect(screen.queryByText("搜索通讯录")).toBeNull();
    expect(screen.queryByText("上一个会话")).toBeNull();
  });
});
