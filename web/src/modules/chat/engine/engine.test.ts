import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "@/api/error";
import type { LiveEvent } from "@/api/live";
import { queries } from "@/api/query";
import type { Chat, Message } from "@/api/types";
import { useTotals } from "../badge";
import { uploadsOf } from "../composer/uploads";
import { chat, message } from "../model/fixtures";
import { mostItems } from "../model/room";
import type { Mine } from "../model/types";
import { recall, recalledText } from "./acts";
import { loadMore, loadView, settleChat } from "./chats";
import { clearDraft, draftOf, keepDraft } from "./drafts";
import { pinsKey } from "./pins";
import { markRead } from "./reading";
import { openRoom } from "./rooms";
import { send } from "./send";
import { set, state, whileLeaving } from "./store";
import { follow } from "./sync";

const wire = vi.hoisted(() => ({
  hear: undefined as ((frame: LiveEvent) => void) | undefined,
  connected: undefined as ((isFirst: boolean) => void) | undefined,
}));
vi.mock("@/api/live", () => ({
  live: {
    subscribe: (_: string, hear: (frame: LiveEvent) => void) => {
      wire.hear = hear;
      return () => undefined;
    },
    onReconnect: (hook: (isFirst: boolean) => void) => {
      wire.connected = hook;
      return () => undefined;
    },
  },
  useLive: { getState: () => ({ skew: 0 }) },
}));

/** A server that a test fills; what it does not know is not found. */
const server = vi.hoisted(() => ({
  chats: {} as Record<string, Chat>,
  messages: {} as Record<string, Message[]>,
  totals: { unread: 0, mentions: 0, muted_unread: 0 },
}));
const chatApi = vi.hoisted(() => ({
  list: vi.fn(),
  get: vi.fn(),
  unread: vi.fn(),
  messages: vi.fn(),
  events: vi.fn(),
  reads: vi.fn(),
  settle: vi.fn(),
  draft: vi.fn(),
  read: vi.fn(),
  post: vi.fn(),
  recall: vi.fn(),
}));
vi.mock("../api", () => ({ chatApi }));

const me = "1";
const missing = () => new ApiError({ code: "chat.chat_not_found", status: 404 });
const found = (id: string): Chat => {
  const known = server.chats[id];
  if (!known) throw missing();
  return structuredClone(known);
};

/** Lets all answers that are there arrive. */
const settle = () => vi.advanceTimersByTimeAsync(0);

function frame(kind: string, data: Record<string, unknown>, id = "c1") {
  const at = (state().chats[id]?.event_seq ?? 0) + 1;
  wire.hear?.({ type: "event", topic: `chat:${id}`, seq: at, kind: `chat.${kind}.v1`, at: 0, data });
}
const posted = (seq: number, changes: Partial<Message> = {}, id = "c1") =>
  frame("message.posted", { ...message(seq, { chat: id, ...changes }) }, id);
const signal = (kind: string, data: Record<string, unknown>) =>
  wire.hear?.({ type: "signal", kind: `chat.${kind}`, data });

/** A group with so many messages, all read. */
function group(id: string, count: number, mine: Partial<Mine> = {}): Chat {
  server.messages[id] = Array.from({ length: count }, (_, index) => message(index + 1, { chat: id }));
  const places = { last_seq: count, event_seq: count, last_at: count };
  const made = chat(id, places, { read_seq: count, last_seq: count, ...mine });
  server.chats[id] = made;
  return made;
}

let stop: () => void = () => undefined;

/** Signs in, with the list loaded and the connection open. */
async function begin() {
  stop = follow(me);
  await settle();
  await vi.advanceTimersByTimeAsync(10);
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  server.chats = {};
  server.messages = {};
  server.totals = { unread: 0, mentions: 0, muted_unread: 0 };
  chatApi.list.mockImplementation(async () => ({ items: structuredClone(Object.values(server.chats)) }));
  chatApi.get.mockImplementation(async (id: string) => found(id));
  chatApi.unread.mockImplementation(async () => server.totals);
  chatApi.messages.mockImplementation(async (id: string) => {
    found(id);
    return { items: server.messages[id] ?? [], has_before: false, has_after: false };
  });
  chatApi.events.mockImplementation(async (id: string, after: number) => {
    found(id);
    return { items: [], event_seq: after, next: null };
  });
  chatApi.reads.mockImplementation(async () => ({
    items: [1, 2, 3].map((user) => ({ user: String(user), joined_seq: 0, read_seq: 0 })),
  }));
  chatApi.settle.mockImplementation(async (id: string) => found(id).me);
  chatApi.draft.mockImplementation(async () => ({ draft: null }));
  chatApi.recall.mockImplementation(async () => undefined);
});
afterEach(() => {
  stop();
  vi.clearAllMocks();
  vi.useRealTimers();
});

describe("a chat that goes while one looks at it", () => {
  beforeEach(async () => {
    group("c1", 3);
    await begin();
    set({ open: "c1" });
    await openRoom("c1");
    delete server.chats.c1;
  });

  it.each([
    ["removed, or left on another device", "member.removed", { users: [me] }],
    ["dissolved", "chat.dissolved", { by: "2" }],
  ])("says so: %s", async (_, kind, data) => {
    frame(kind, data);
    expect(state().chats.c1).toBeUndefined();
    expect(state().faults.c1?.isNotFound).toBe(true);
  });

  it("says so after a break in which it went", async () => {
    wire.connected?.(false);
    await settle();
    await settle();
    expect(state().chats.c1).toBeUndefined();
    expect(state().faults.c1?.isNotFound).toBe(true);
  });

  it("says nothing where one leaves it oneself, nor of one that nobody looks at", async () => {
    await whileLeaving("c1", async () => frame("member.removed", { users: [me] }));
    expect(state().chats.c1).toBeUndefined();
    expect(state().faults.c1).toBeUndefined();
  });

  it("opens anew for whoever is let in again", async () => {
    frame("member.removed", { users: [me] });
    group("c1", 4);
    frame("member.added", { users: [me] });
    await settle();
    expect(state().chats.c1?.last_seq).toBe(4);
    await openRoom("c1");
    expect(state().faults.c1).toBeUndefined();
    expect(state().rooms.c1?.items).toHaveLength(4);
  });

  it("has no draft to tell the server of", async () => {
    keepDraft("c1", "写到一半", null);
    chatApi.draft.mockRejectedValue(missing());
    frame("member.removed", { users: [me] });
    await vi.advanceTimersByTimeAsync(5000);
    expect(chatApi.draft).toHaveBeenCalledOnce();
    wire.connected?.(false);
    await vi.advanceTimersByTimeAsync(5000);
    expect(chatApi.draft).toHaveBeenCalledOnce();
  });
});

describe("a hidden chat", () => {
  const total = () => useTotals.getState().unread;

  beforeEach(async () => {
    group("c1", 5, { read_seq: 2, unread: 3 });
    server.totals.unread = 3;
    await begin();
    expect(total()).toBe(3);
  });

  it("does not count until it shows again", async () => {
    await settleChat("c1", { hidden: true });
    expect(total()).toBe(0);
    posted(6);
    expect(state().hidden.c1).toBeUndefined();
    expect(total()).toBe(4);
  });

  it("counts again where the server refused to hide it", async () => {
    chatApi.settle.mockRejectedValue(new ApiError({ code: "client.network", status: 0 }));
    await expect(settleChat("c1", { hidden: true })).rejects.toThrow();
    expect(state().hidden.c1).toBeUndefined();
    expect(total()).toBe(3);
  });

  it.each<[string, boolean, Partial<Mine>, boolean | undefined, boolean]>([
    ["other settings leave it hidden", true, { level: "none", muted: true }, undefined, true],
    ["other settings leave it shown", false, { level: "none", muted: true }, undefined, false],
    ["hiding hides", false, {}, true, true],
    ["showing shows", true, {}, false, false],
    ["putting it on top shows", true, { pinned: true }, undefined, false],
  ])("on another device: %s", (_, before, mine, hidden, after) => {
    set({ hidden: before ? { c1: true } : {} });
    const side = { ...found("c1").me, ...mine };
    signal("me", { chat: "c1", me: side, ...(hidden === undefined ? {} : { hidden }) });
    expect(state().hidden.c1 === true).toBe(after);
    expect(state().chats.c1?.me).toMatchObject(mine);
  });

  it("shows when it is put on top here", async () => {
    set({ hidden: { c1: true } });
    await settleChat("c1", { pinned: true });
    expect(state().hidden.c1).toBeUndefined();
  });
});

describe("a post", () => {
  beforeEach(async () => {
    group("c1", 3);
    await begin();
    set({ open: "c1" });
    await openRoom("c1");
    await settle();
  });

  it("moves its sender's read mark, also that of who caused a note", () => {
    posted(4, { sender: "2" });
    posted(5, { sender: "3", kind: "system", system: { kind: "announced" } });
    expect(state().marks.c1).toMatchObject({ "1": { read: 0 }, "2": { read: 4 }, "3": { read: 5 } });
  });

  it("of the office about what one did oneself clears no draft", () => {
    keepDraft("c1", "写到一半", null);
    vi.advanceTimersByTime(2000);
    posted(4, { sender: me, kind: "system", system: { kind: "announced" } });
    expect(draftOf("c1").text).toBe("写到一半");
    posted(5, { sender: me });
    expect(draftOf("c1").text).toBe("");
  });

  it("in a room that nobody looks at lets its start go", () => {
    set({ open: null });
    for (let seq = 4; seq <= mostItems + 10; seq += 1) posted(seq);
    expect(state().rooms.c1?.items).toHaveLength(mostItems);
    expect(state().rooms.c1?.hasBefore).toBe(true);
    set({ open: "c1" });
    for (let seq = mostItems + 11; seq <= mostItems + 20; seq += 1) posted(seq);
    expect(state().rooms.c1?.items).toHaveLength(mostItems + 10);
  });
});

describe("the connection", () => {
  it("that opens late brings what was posted since the list came", async () => {
    group("c1", 3);
    await begin();
    group("c1", 5, { read_seq: 3, unread: 2 });
    wire.connected?.(true);
    await settle();
    expect(state().chats.c1).toMatchObject({ last_seq: 5, me: { unread: 2 } });
  });

  it("that opens before the list comes asks for nothing twice", async () => {
    group("c1", 3);
    stop = follow(me);
    wire.connected?.(true);
    await settle();
    expect(chatApi.list).toHaveBeenCalledOnce();
    expect(state().lists.all.state).toBe("ready");
  });

  it.each([
    ["opens while an answer is long on its way", true],
    ["is back while an answer is on its way", false],
  ])("that %s asks again", async (_, isFirst) => {
    group("c1", 3);
    let answer: () => void = () => undefined;
    chatApi.list.mockImplementationOnce(
      () =>
        new Promise((resolve) => {
          const items = structuredClone(Object.values(server.chats));
          answer = () => resolve({ items });
        }),
    );
    stop = follow(me);
    await vi.advanceTimersByTimeAsync(3000);
    group("c1", 5, { read_seq: 3, unread: 2 });
    wire.connected?.(isFirst);
    answer();
    await settle();
    await settle();
    expect(chatApi.list).toHaveBeenCalledTimes(2);
    expect(state().chats.c1?.last_seq).toBe(5);
  });

  it("does not take away a chat that came while the list was on its way", async () => {
    group("c1", 3);
    await begin();
    let answer: () => void = () => undefined;
    chatApi.list.mockImplementationOnce(() => {
      const items = structuredClone(Object.values(server.chats));
      return new Promise((resolve) => {
        answer = () => resolve({ items });
      });
    });
    wire.connected?.(false);
    group("c2", 1);
    frame("chat.created", {}, "c2");
    await settle();
    answer();
    await settle();
    expect(Object.keys(state().chats)).toEqual(["c1", "c2"]);
  });

  it("lets a next page wait for a list that is loaded again", async () => {
    group("c1", 3);
    chatApi.list.mockImplementation(async (_view, _limit, cursor) => {
      if (cursor) return { items: [group("c2", 1)] };
      return { items: [found("c1")], next: "more" };
    });
    await begin();
    const again = loadView("all", true);
    const more = loadMore("all");
    await Promise.all([again, more]);
    expect(chatApi.list.mock.calls.map((call) => call[2])).toEqual([undefined, undefined, "more"]);
    expect(state().lists.all).toMatchObject({ state: "ready", next: null });
  });
});

describe("a chat that could not be opened", () => {
  const offline = new ApiError({ code: "client.network", status: 0 });

  beforeEach(async () => {
    group("c1", 9);
    await begin();
    set({ open: "c1" });
    chatApi.messages.mockRejectedValueOnce(offline);
    await openRoom("c1", 4);
    expect(state().faults.c1?.isNetwork).toBe(true);
    chatApi.messages.mockClear();
  });

  it("opens with the connection, where it was to open", async () => {
    wire.connected?.(false);
    await settle();
    expect(state().faults.c1).toBeUndefined();
    expect(state().rooms.c1?.items).toHaveLength(9);
    expect(chatApi.messages).toHaveBeenCalledExactlyOnceWith("c1", expect.objectContaining({ around: 4 }));
  });

  it("is left alone while nobody looks at it", async () => {
    set({ open: null });
    wire.connected?.(false);
    await settle();
    expect(chatApi.messages).not.toHaveBeenCalled();
  });
});

describe("a draft", () => {
  const offline = new ApiError({ code: "client.network", status: 0 });
  const stored = (text: string, at: number) => ({ text, reply_to: null, updated_at: at });
  const reload = async () => {
    stop();
    chatApi.draft.mockClear();
    await begin();
  };

  beforeEach(async () => {
    group("c1", 3);
    await begin();
    chatApi.draft.mockRejectedValue(offline);
    chatApi.post.mockRejectedValue(offline);
  });

  it("that the server does not have survives a reload, and the message sent before it", async () => {
    send("c1", "断网时发的", null, []);
    keepDraft("c1", "断网时写的", null);
    await vi.advanceTimersByTimeAsync(2000);
    chatApi.draft.mockImplementation(async (_, text: string) => ({ draft: stored(text, Date.now()) }));
    let name = "";
    chatApi.post.mockImplementation(async (id: string, body: { client_id: string; text: string }) => {
      name = body.client_id;
      return message(4, { chat: id, sender: me, text: body.text, client_id: name });
    });
    await reload();
    await settle();
    expect(state().outbox).toEqual([]);
    // The event comes after the answer.
    posted(4, { sender: me, text: "断网时发的", client_id: name });
    expect(draftOf("c1").text).toBe("断网时写的");
    await vi.advanceTimersByTimeAsync(2000);
    expect(draftOf("c1").text).toBe("断网时写的");
    expect(chatApi.draft).toHaveBeenLastCalledWith("c1", "断网时写的", null, false);
    chatApi.draft.mockClear();
    await reload();
    await vi.advanceTimersByTimeAsync(2000);
    expect(chatApi.draft).not.toHaveBeenCalled();
  });

  it("that became a message while it was on its way does not come back", async () => {
    group("c1", 3);
    let arrive: () => void = () => undefined;
    chatApi.draft.mockImplementationOnce(
      (_, text: string) =>
        new Promise((resolve) => {
          arrive = () => resolve({ draft: stored(text, Date.now()) });
        }),
    );
    chatApi.draft.mockImplementation(async () => ({ draft: null }));
    keepDraft("c1", "收到", null);
    await vi.advanceTimersByTimeAsync(2000);
    send("c1", "收到", null, []);
    clearDraft("c1");
    await vi.advanceTimersByTimeAsync(2000);
    // Nothing overtakes what is on its way.
    expect(chatApi.draft).toHaveBeenCalledOnce();
    signal("draft", { chat: "c1", draft: stored("收到", Date.now()) });
    arrive();
    await settle();
    expect(draftOf("c1").text).toBe("");
    await vi.advanceTimersByTimeAsync(2000);
    expect(chatApi.draft).toHaveBeenCalledTimes(2);
    expect(chatApi.draft).toHaveBeenLastCalledWith("c1", "", null, false);
    expect(state().chats.c1?.me.draft).toBeNull();
  });

  it("is told when the page goes, in a way that outlives it, and so is what was read", async () => {
    group("c2", 5, { read_seq: 3, unread: 2 });
    wire.connected?.(false);
    await settle();
    keepDraft("c1", "还没写完", null);
    markRead("c2", 5);
    chatApi.read.mockImplementation(async () => found("c2").me);
    window.dispatchEvent(new Event("pagehide"));
    expect(chatApi.draft).toHaveBeenLastCalledWith("c1", "还没写完", null, true);
    expect(chatApi.read).toHaveBeenLastCalledWith("c2", 5, true);
  });

  it("gives way after a reload to what another device wrote since", async () => {
    keepDraft("c1", "旧的", null);
    const there = stored("新的", Date.now() + 60_000);
    group("c1", 3, { draft: there });
    await reload();
    expect(draftOf("c1").text).toBe("新的");
    expect(chatApi.draft).not.toHaveBeenCalled();
  });
});

describe("two tabs of a browser", () => {
  const offline = new ApiError({ code: "client.network", status: 0 });

  /** What is on the disk by now; the tab that wrote it goes on elsewhere. */
  const inAnotherTab = async (act: () => void) => {
    stop();
    const before = { ...localStorage };
    await begin();
    act();
    await vi.advanceTimersByTimeAsync(10);
    const written = Object.entries({ ...localStorage }).filter(([key, value]) => before[key] !== value);
    stop();
    localStorage.clear();
    for (const [key, value] of Object.entries(before)) localStorage.setItem(key, value as string);
    await begin();
    for (const [key, value] of written) localStorage.setItem(key, value as string);
  };

  beforeEach(async () => {
    group("c1", 3);
    group("c2", 3);
    await begin();
    chatApi.draft.mockRejectedValue(offline);
    chatApi.post.mockRejectedValue(offline);
    await inAnotherTab(() => {
      send("c1", "另一页没发出的", null, []);
      keepDraft("c2", "另一页没写完的", null);
    });
  });

  const reload = async () => {
    stop();
    await begin();
  };

  it("keep what the other has not sent, and send it once", async () => {
    expect(state().outbox).toEqual([]);
    chatApi.post.mockImplementation(async (id: string, body: { client_id: string; text: string }) =>
      message(4, { chat: id, sender: me, text: body.text, client_id: body.client_id }),
    );
    send("c2", "这一页发出的", null, []);
    await settle();
    chatApi.post.mockClear();
    await reload();
    expect(chatApi.post).toHaveBeenCalledExactlyOnceWith(
      "c1",
      expect.objectContaining({ text: "另一页没发出的" }),
      expect.anything(),
    );
    await settle();
    expect(state().outbox).toEqual([]);
    chatApi.post.mockClear();
    await reload();
    expect(chatApi.post).not.toHaveBeenCalled();
  });

  it("keep what the other has not finished writing", async () => {
    keepDraft("c1", "这一页写的", null);
    clearDraft("c1");
    await reload();
    expect(draftOf("c2").text).toBe("另一页没写完的");
    expect(draftOf("c1").text).toBe("");
  });

  it("write over nothing that is newer", async () => {
    const [key, value] = Object.entries({ ...localStorage }).find(([, kept]) => kept.includes("写完")) ?? [];
    const older = { ...JSON.parse(String(value)), text: "旧的", at: 1 };
    set({ drafts: { c2: older } });
    signal("draft", { chat: "c2", draft: null });
    expect(draftOf("c2").text).toBe("");
    expect(localStorage.getItem(String(key))).toBe(value);
  });
});

describe("the list after a break", () => {
  const page = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => group(`g${from + at}`, 1000 - from - at));

  it("is as long as before", async () => {
    const all = page(0, 400);
    chatApi.list.mockImplementation(async (_view: string, limit: number, cursor?: string) => {
      const from = Number(cursor ?? 0);
      const items = structuredClone(all.slice(from, from + limit));
      return { items, next: from + limit < all.length ? String(from + limit) : null };
    });
    await begin();
    while (Object.keys(state().chats).length < 300) await loadMore("all");
    expect(state().lists.all).toMatchObject({ state: "ready", next: "300" });
    wire.connected?.(false);
    await settle();
    expect(Object.keys(state().chats)).toHaveLength(300);
    expect(state().lists.all).toMatchObject({ state: "ready", next: "300", edge: { id: "g299" } });
  });

  it("asks again for a view that could not be loaded", async () => {
    group("c1", 3);
    await begin();
    chatApi.list.mockRejectedValueOnce(new ApiError({ code: "client.network", status: 0 }));
    await loadView("unread");
    expect(state().lists.unread.state).toBe("failed");
    wire.connected?.(false);
    await settle();
    expect(state().lists.unread.state).toBe("ready");
  });
});

describe("muting", () => {
  it("says only that, so that the level from before comes back", async () => {
    group("c1", 3, { level: "mentions" });
    await begin();
    const answers = (mine: Partial<Mine>) =>
      chatApi.settle.mockImplementationOnce(async (id: string) => ({ ...found(id).me, ...mine }));
    answers({ level: "none", muted: true });
    const muting = settleChat("c1", { muted: true });
    expect(state().chats.c1?.me).toMatchObject({ level: "none", muted: true });
    await muting;
    expect(chatApi.settle).toHaveBeenLastCalledWith("c1", { muted: true });
    answers({ level: "mentions", muted: false });
    await settleChat("c1", { muted: false });
    expect(chatApi.settle).toHaveBeenLastCalledWith("c1", { muted: false });
    expect(state().chats.c1?.me).toMatchObject({ level: "mentions", muted: false });
  });
});

describe("what is pinned", () => {
  const isStale = () => queries.getQueryState(pinsKey("c1"))?.isInvalidated;
  const place = { message: "m2", seq: 2 };

  beforeEach(async () => {
    group("c1", 3);
    await begin();
    const pages = [{ items: [message(2, { pinned: true })], next: null }];
    queries.setQueryData(pinsKey("c1"), { pages, pageParams: [undefined] });
  });

  it.each<[string, string, Record<string, unknown>, boolean]>([
    [
      "a pin, also of a message that is not loaded",
      "message.pinned",
      { message: "m9", seq: 9, by: "2" },
      true,
    ],
    ["a pin that is taken down", "message.unpinned", { ...place, by: "2" }, true],
    ["a pinned message with other words", "message.edited", { ...place, text: "改" }, true],
    ["a pinned message that is taken back", "message.recalled", { ...place, recalled_at: 1 }, true],
    ["other words of another message", "message.edited", { message: "m3", seq: 3, text: "改" }, false],
    ["a reaction", "message.reacted", { ...place, emoji: "👍", user: "2", on: true }, false],
  ])("is asked for anew after %s", (_, kind, data, expected) => {
    frame(kind, data);
    expect(isStale()).toBe(expected);
  });

  it("is asked for anew after what was missed", async () => {
    set({ open: "c1" });
    await openRoom("c1");
    const event = { seq: 4, at: 0, kind: "chat.message.unpinned.v1", data: { ...place, by: "2" } };
    chatApi.events.mockResolvedValueOnce({ items: [event], event_seq: 4, next: null });
    wire.connected?.(false);
    await settle();
    expect(isStale()).toBe(true);
  });
});

describe("the end of a session", () => {
  it("leaves nothing of the account for the next one", async () => {
    group("c1", 3);
    await begin();
    await openRoom("c1");
    await recall(message(2, { sender: me, text: "收回" }));
    expect(recalledText("m2")).toBe("收回");
    const before = uploadsOf("c1");
    before.store.setState({
      items: [{ id: "u1", file: new File(["x"], "a.txt"), state: "done", progress: 100 }],
    });
    stop();
    expect(recalledText("m2")).toBeUndefined();
    expect(before.store.getState().items).toEqual([]);
    expect(uploadsOf("c1")).not.toBe(before);
    expect(uploadsOf("c1").store.getState().items).toEqual([]);
  });
});
