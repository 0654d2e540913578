import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { showNotice } from "@/lib/notices";
import { toast } from "@/ui/toast";
import { chat, message } from "../model/fixtures";
import { isWorthNotice, watchMessages } from "./notify";
import { blank, set } from "./store";

const heard = vi.hoisted(() => ({ tell: (_: unknown) => undefined as unknown }));
vi.mock("./sync", () => ({
  onMessage: (watcher: (message: unknown) => void) => {
    heard.tell = watcher;
    return () => undefined;
  },
}));
vi.mock("@/lib/notices", async (original) => ({
  ...(await original<typeof import("@/lib/notices")>()),
  showNotice: vi.fn(),
}));

const me = "1";

describe("whether a message is worth a notice", () => {
  const plain = message(5);
  const called = message(5, { mentions: [me] });
  const forAll = message(5, { mentions_all: true });

  it.each([
    ["all", plain, true],
    ["mentions", plain, false],
    ["mentions", called, true],
    ["mentions", forAll, true],
    ["none", called, false],
    ["none", forAll, false],
  ] as const)("is a matter of the level: %s", (level, said, expected) =>
    expect(isWorthNotice(chat("c1", {}, { level }), said, me)).toBe(expected),
  );

  it("is not a matter of names between two people", () => {
    expect(isWorthNotice(chat("c1", { kind: "direct" }, { level: "mentions" }), plain, me)).toBe(true);
    expect(isWorthNotice(chat("c1", { kind: "direct" }, { level: "none" }), plain, me)).toBe(false);
  });

  it.each([
    ["one's own", { sender: me }],
    ["a note of the office", { kind: "system" as const }],
    ["one that was taken back", { recalled_at: 1 }],
  ])("is settled for %s", (_, changes) =>
    expect(isWorthNotice(chat("c1"), message(5, changes), me)).toBe(false),
  );
});

describe("a new message", () => {
  let stop: () => void = () => undefined;
  const look = (visible: boolean, focused: boolean) => {
    vi.spyOn(document, "visibilityState", "get").mockReturnValue(visible ? "visible" : "hidden");
    vi.spyOn(document, "hasFocus").mockReturnValue(focused);
  };
  const told = () => ({
    bySystem: vi.mocked(showNotice).mock.calls.length,
    onPage: vi.mocked(toast.show).mock.calls.length,
  });

  beforeEach(() => {
    vi.mocked(showNotice).mockReset();
    vi.spyOn(toast, "show").mockReturnValue(() => undefined);
    set({ ...blank, me, chats: { c1: chat("c1", { title: "值班群" }) } });
    window.history.replaceState(null, "", "/people");
    stop = watchMessages();
  });
  afterEach(() => {
    stop();
    set(blank);
    window.history.replaceState(null, "", "/");
  });

  it.each([
    ["a window that is looked at", true, true, { bySystem: 0, onPage: 1 }],
    ["a window beside the one in use", true, false, { bySystem: 1, onPage: 0 }],
    ["a window that is hidden", false, false, { bySystem: 1, onPage: 0 }],
  ])("is told in %s", async (_, visible, focused, expected) => {
    look(visible, focused);
    await heard.tell(message(5));
    expect(told()).toEqual(expected);
  });

  it("says what it is and where it leads", async () => {
    look(true, false);
    await heard.tell(message(5, { text: "请看一下" }));
    expect(showNotice).toHaveBeenCalledWith({
      title: "值班群",
      body: "刘竞文：请看一下",
      tag: "chat-c1",
      url: "/chat/c1",
    });
  });

  it("in a muted chat is told nowhere", async () => {
    set({ chats: { c1: chat("c1", {}, { level: "none", muted: true }) } });
    for (const focused of [true, false]) {
      look(true, focused);
      await heard.tell(message(5, { mentions: [me] }));
    }
    expect(told()).toEqual({ bySystem: 0, onPage: 0 });
  });

  it("that names the reader leaves the system's notice to the shell", async () => {
    look(true, false);
    await heard.tell(message(5, { mentions: [me] }));
    expect(told()).toEqual({ bySystem: 0, onPage: 0 });
  });

  it("in the chat on the screen, or beside the list, needs no note", async () => {
    look(true, true);
    set({ open: "c1" });
    await heard.tell(message(5));
    set({ open: null });
    window.history.replaceState(null, "", "/chat");
    await heard.tell(message(6));
    expect(told()).toEqual({ bySystem: 0, onPage: 0 });
  });
});
