import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { usePrefs } from "./prefs";

/** What the browser was asked to show by the page itself. */
let shown: Shown[] = [];

class Shown {
  static permission = "granted";
  onclick?: () => void;
  close = vi.fn();
  constructor(
    readonly title: string,
    readonly options: NotificationOptions,
  ) {
    shown.push(this);
  }
}

/** A worker whose side the test plays. */
function giveWorker() {
  const page = new EventTarget();
  const registration = { active: {}, showNotification: vi.fn(async () => undefined) };
  const register = vi.fn(async () => registration);
  Object.defineProperty(navigator, "serviceWorker", {
    configurable: true,
    value: Object.assign(page, { register }),
  });
  const press = (data: unknown) => page.dispatchEvent(new MessageEvent("message", { data }));
  return { ...registration, register, press };
}

const notice = { title: "刘竞文", body: "方案请看一下", tag: "chat-7", url: "/chat/7" };

/** The module anew: what the browser can do is asked when it loads. */
const load = () => {
  vi.resetModules();
  return import("./notices");
};

beforeEach(() => {
  shown = [];
  Shown.permission = "granted";
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("Notification", Shown);
  vi.spyOn(document, "hasFocus").mockReturnValue(false);
});
afterEach(() => {
  Reflect.deleteProperty(navigator, "serviceWorker");
  usePrefs.setState({ desktopNotices: true, sound: true });
});

describe("whether notifications can be shown", () => {
  it.each(["granted", "denied", "default"])("is what the browser says: %s", async (permission) => {
    Shown.permission = permission;
    const { noticePermission } = await load();
    expect(noticePermission()).toBe(permission);
  });

  it("tells apart why they cannot be asked for", async () => {
    vi.stubGlobal("Notification", undefined);
    const { noticePermission } = await load();
    expect(noticePermission()).toBe("unsupported");
    vi.spyOn(navigator, "platform", "get").mockReturnValue("iPhone");
    expect((await load()).noticePermission()).toBe("install");
    vi.stubGlobal("isSecureContext", false);
    expect(noticePermission()).toBe("insecure");
  });
});

describe("a desktop notification", () => {
  it("is shown while the window is in sight and another one has the focus", async () => {
    const { showNotice } = await load();
    expect(document.visibilityState).toBe("visible");
    showNotice(notice);
    expect(shown.map(({ title }) => title)).toEqual(["刘竞文"]);
  });

  it("is not shown to whoever looks at the page", async () => {
    vi.mocked(document.hasFocus).mockReturnValue(true);
    const { showNotice } = await load();
    showNotice(notice);
    expect(shown).toEqual([]);
  });

  it("is not shown where it is not allowed or switched off", async () => {
    Shown.permission = "denied";
    const { showNotice } = await load();
    showNotice(notice);
    Shown.permission = "granted";
    const { usePrefs: prefs } = await import("./prefs");
    prefs.setState({ desktopNotices: false });
    showNotice(notice);
    expect(shown).toEqual([]);
  });

  it("leads to its place", async () => {
    const { showNotice } = await load();
    const focus = vi.spyOn(window, "focus").mockImplementation(() => undefined);
    const onOpen = vi.fn();
    showNotice({ ...notice, onOpen });
    shown[0]?.onclick?.();
    expect(focus).toHaveBeenCalledOnce();
    expect(onOpen).toHaveBeenCalledOnce();
    expect(shown[0]?.close).toHaveBeenCalledOnce();
  });

  it("is left to the list where the browser refuses it from a page", async () => {
    vi.stubGlobal(
      "Notification",
      class {
        static permission = "granted";
        constructor() {
          throw new TypeError("Illegal constructor");
        }
      },
    );
    const { presentNotice, showNotice } = await load();
    expect(() => showNotice(notice)).not.toThrow();
    await expect(presentNotice(notice)).rejects.toThrow("Illegal constructor");
  });
});

describe("the worker", () => {
  it("comes when notices are switched on, and not before", async () => {
    const worker = giveWorker();
    Shown.permission = "default";
    const { listenForNotices, askForNotices } = await load();
    const stop = listenForNotices();
    expect(worker.register).not.toHaveBeenCalled();
    Object.assign(Shown, {
      requestPermission: async () => {
        Shown.permission = "granted";
      },
    });
    await askForNotices();
    expect(worker.register).toHaveBeenCalledExactlyOnceWith("/sw.js");
    stop();
  });

  it("shows what a page may not, and tells the page of a press", async () => {
    const worker = giveWorker();
    const { listenForNotices, presentNotice } = await load();
    const nav = await import("./nav");
    const go = vi.spyOn(nav, "go").mockResolvedValue();
    const stop = listenForNotices();
    await vi.waitFor(() => expect(worker.register).toHaveBeenCalled());
    await Promise.resolve();
    const onOpen = vi.fn();
    await presentNotice({ ...notice, onOpen });
    expect(shown).toEqual([]);
    expect(worker.showNotification).toHaveBeenCalledWith(
      "刘竞文",
      expect.objectContaining({ tag: "chat-7", data: { url: "/chat/7" } }),
    );
    const press = { type: "notice", tag: "chat-7", url: "/chat/7" };
    worker.press(press);
    expect(onOpen).toHaveBeenCalledOnce();
    expect(go).not.toHaveBeenCalled();
    // Of one that was shown by a page that is gone only the place is known.
    worker.press(press);
    expect(go).toHaveBeenCalledExactlyOnceWith("/chat/7");
    stop();
    worker.press(press);
    expect(go).toHaveBeenCalledOnce();
  });
});
