import { describe, expect, it } from "vitest";
import type { Chat } from "@/api/types";
import { isEmojiOnly } from "./emoji";
import { applyToEntry, readUpTo, withMine } from "./entry";
import { type Change, fromFrame, fromHistory } from "./events";
import { chat, dice, message } from "./fixtures";
import { decode, encode, mentionQuery, retyped, toggleMarks, type Written, withMention } from "./mentions";
import { compareSpots, listChats, missing, neighbour, spotOf } from "./order";
import { again, begin, enqueue, nextAt, nextToSend, restore, settle } from "./outbox";
import { moveMark, readState } from "./reads";
import { buildRows, rowOfSeq } from "./rows";
import type { Outgoing } from "./types";

const me = "1";

describe("mentions in a text box", () => {
  const names: Record<string, string> = { "7": "单晓", "8": "曾庆红", all: "所有人" };
  const nameOf = (id: string) => names[id];

  it("travels and comes back", () => {
    const travelling = "请 <@7> 和 <@8> 看，<@all> 周知 <@99>";
    const written = decode(travelling, nameOf);
    expect(written.text).toBe("请 @单晓 和 @曾庆红 看，@所有人 周知 <@99>");
    expect(encode(written)).toBe(travelling);
  });

  it("moves with what is typed around it and dissolves when changed inside", () => {
    const start = decode("请 <@7> 看", nameOf);
    const before = retyped(start, "烦请 @单晓 看", 1);
    expect(encode(before)).toBe("烦请 <@7> 看");
    const inside = retyped(start, "请 @单 看", 4);
    expect(inside.mentions).toEqual([]);
    expect(encode(retyped(start, "请 @单晓 看看", 7))).toBe("请 <@7> 看看");
  });

  it("knows which of two equal names was deleted", () => {
    const two = decode("<@7><@7>", nameOf);
    expect(retyped(two, "@单晓", 0).mentions).toEqual([{ start: 0, end: 3, id: "7" }]);
    expect(encode(retyped(two, "@单晓", 0))).toBe("<@7>");
  });

  it("keeps every span on its name whatever is typed", () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const roll = dice(seed);
      let written: Written = { text: "", mentions: [] };
      for (let turn = 0; turn < 40; turn += 1) {
        const from = roll(written.text.length + 1);
        const to = Math.min(written.text.length, from + roll(4));
        if (roll(4) === 0) {
          const id = ["7", "8"][roll(2)] as string;
          written = withMention(written, from, to, id, names[id] as string);
        } else {
          const typed = ["", "a", "字", "@", "单晓", " "][roll(6)] as string;
          const text = written.text.slice(0, from) + typed + written.text.slice(to);
          written = retyped(written, text, from + typed.length);
        }
        for (const mention of written.mentions) {
          expect(written.text.slice(mention.start, mention.end)).toBe(`@${names[mention.id]}`);
        }
        expect(decode(encode(written), nameOf)).toEqual(written);
      }
    }
  });

  it.each([
    ["@", 1, { from: 0, q: "" }],
    ["请 @liu", 6, { from: 2, q: "liu" }],
    ["请@刘", 3, { from: 1, q: "刘" }],
    ["a@b", 3, undefined],
    ["@刘 好", 4, undefined],
    ["没有", 2, undefined],
  ])("%j at %i", (text, caret, expected) =>
    expect(mentionQuery({ text, mentions: [] }, caret)).toEqual(expected),
  );

  it("makes bold and takes it away", () => {
    const on = toggleMarks("今天交", 2, 3, "**");
    expect(on).toMatchObject({ insert: "**交**", select: [4, 5] });
    const off = toggleMarks("今天**交**", 4, 5, "**");
    expect(off).toMatchObject({ from: 2, to: 7, insert: "交", select: [2, 3] });
  });
});

describe("events", () => {
  it("is the same from a frame and from the history", () => {
    const data = { chat: "c1", message: "m3", seq: 3, emoji: "👍", user: "2", on: true };
    const kind = "chat.message.reacted.v1";
    const frame = fromFrame({ type: "event", topic: "chat:c1", seq: 9, kind, at: 5, data });
    const told = { seq: 9, kind, at: 5, data: data as never };
    expect(frame).toEqual(fromHistory("c1", told));
    expect(frame?.change).toEqual({
      type: "reacted",
      message: "m3",
      seq: 3,
      emoji: "👍",
      user: "2",
      on: true,
    });
  });

  it.each(["posted", "edited", "recalled", "reacted", "pinned", "unpinned"])(
    "takes one %s without more than its place as one the reader may not read",
    (what) => {
      const kind = `chat.message.${what}.v1`;
      const data = { chat: "c1", message: "m3", seq: 3 };
      const frame = fromFrame({ type: "event", topic: "chat:c1", seq: 7, kind, data });
      expect(frame).toMatchObject({ seq: 7, change: { type: "hidden" } });
      expect(fromHistory("c1", { seq: 7, kind, at: 5, data: data as never }).change).toEqual({
        type: "hidden",
      });
    },
  );

  it.each([
    [
      "recalled",
      { recalled_at: 9, recalled_by: "2" },
      { type: "recalled", recalled_at: 9, recalled_by: "2" },
    ],
    ["pinned", { by: "2" }, { type: "pinned", pinned: true }],
    ["unpinned", { by: "2" }, { type: "pinned", pinned: false }],
    [
      "reacted",
      { emoji: "👍", user: "2", on: false },
      { type: "reacted", emoji: "👍", user: "2", on: false },
    ],
  ])("reads one %s", (what, told, change) => {
    const data = { chat: "c1", message: "m3", seq: 3, ...told };
    const kind = `chat.message.${what}.v1`;
    expect(fromFrame({ type: "event", topic: "chat:c1", seq: 7, kind, data })?.change).toEqual({
      message: "m3",
      seq: 3,
      ...change,
    });
  });

  it("keeps what a chat changed to", () => {
    const data = { chat: "c1", title: "新群名", avatar: null, announcement: "", settings: { a: 1 } };
    const kind = "chat.chat.changed.v1";
    const { chat: _, ...changed } = data;
    expect(fromFrame({ type: "event", topic: "chat:c1", seq: 7, kind, data })?.change).toEqual({
      type: "changed",
      chat: changed,
    });
  });

  it("leaves the title where none is told: the group for all has one in each reader's language", () => {
    const data = { chat: "c1", announcement: "周五停电" };
    const kind = "chat.chat.changed.v1";
    const event = fromFrame({ type: "event", topic: "chat:c1", seq: 1, kind, data });
    if (!event) throw new Error("no event");
    const applied = applyToEntry(chat("c1", { kind: "everyone", title: "Everyone" }), event, me);
    expect(applied).toMatchObject({ chat: { title: "Everyone", announcement: "周五停电" } });
  });

  it("leaves signals and other topics alone", () => {
    expect(fromFrame({ type: "signal", kind: "chat.typing", data: {} })).toBeUndefined();
    expect(
      fromFrame({ type: "event", topic: "people", seq: 1, kind: "people.user.added.v1", data: {} }),
    ).toBeUndefined();
  });
});

describe("the chat beside another one", () => {
  const list = ["1", "2", "3"].map((id) => chat(id));
  it.each([
    ["1", 1, "2"],
    ["2", -1, "1"],
    ["3", 1, undefined],
    ["1", -1, undefined],
    ["9", 1, "1"],
    [undefined, -1, "1"],
  ] as const)("from %s by %i is %s", (from, by, expected) =>
    expect(neighbour(list, from, by)).toBe(expected),
  );
});

describe("a list entry", () => {
  const event = (seq: number, change: Change) => ({ chat: "c1", seq, at: 0, change });
  const then = (entry: Chat, change: Change): Chat => {
    const applied = applyToEntry(entry, event(entry.event_seq + 1, change), me);
    if (applied.gone) throw new Error("gone");
    return applied.chat;
  };

  it("counts what is unread and who calls", () => {
    let entry = chat("c1");
    entry = then(entry, { type: "posted", message: message(1) });
    entry = then(entry, { type: "posted", message: message(2, { mentions: [me] }) });
    entry = then(entry, { type: "posted", message: message(3, { mentions_all: true }) });
    expect(entry.me).toMatchObject({ unread: 3, mentions: 2, first_mention_seq: 2 });
    expect(entry.last_message?.seq).toBe(3);
    expect(readUpTo(entry, 3).me).toMatchObject({
      unread: 0,
      mentions: 0,
      first_mention_seq: null,
      read_seq: 3,
    });
    expect(readUpTo(entry, 2).me).toMatchObject({ unread: 1, mentions: 1 });
    expect(readUpTo(readUpTo(entry, 3), 1).me.read_seq).toBe(3);
  });

  it("does not count notes of the office, and loses nothing that came after an answer was counted", () => {
    const note = message(4, { kind: "system" });
    const entry = then(chat("c1", { last_seq: 3 }, { last_seq: 3, unread: 2 }), {
      type: "posted",
      message: note,
    });
    expect(entry.me).toMatchObject({ unread: 2, last_seq: 4 });
    const later = then(entry, { type: "posted", message: message(5) });
    expect(later.me.unread).toBe(3);
    // The server counted before the fifth message came.
    const answer = { ...later.me, read_seq: 4, unread: 0, last_seq: 4 };
    expect(withMine(later, answer).me).toMatchObject({ unread: 1, last_seq: 5, read_seq: 4 });
  });

  it("is read by writing, and keeps what is being written when the office notes what one did", () => {
    const draft = { text: "写到一半", reply_to: null, updated_at: 1 };
    let entry = then(chat("c1", {}, { draft }), { type: "posted", message: message(1) });
    entry = then(entry, { type: "posted", message: message(2, { sender: me, kind: "system" }) });
    expect(entry.me).toMatchObject({ unread: 0, read_seq: 2, draft });
    entry = then(entry, { type: "posted", message: message(3, { sender: me }) });
    expect(entry.me).toMatchObject({ unread: 0, read_seq: 3, draft: null });
  });

  it("never goes back when an older own side arrives", () => {
    const entry = chat("c1", { last_seq: 9 }, { read_seq: 7 });
    expect(withMine(entry, { ...entry.me, read_seq: 3, unread: 6 }).me).toMatchObject({
      read_seq: 7,
      unread: 2,
    });
  });

  it("goes when its reader is removed", () => {
    expect(applyToEntry(chat("c1"), event(1, { type: "left", users: [me] }), me)).toEqual({ gone: true });
    expect(applyToEntry(chat("c1"), event(1, { type: "dissolved" }), me)).toEqual({ gone: true });
    expect(then(chat("c1"), { type: "left", users: ["4"] }).members).toBe(2);
  });

  it("shows a recalled last message as recalled", () => {
    const entry = then(chat("c1"), { type: "posted", message: message(1) });
    const recalled = then(entry, {
      type: "recalled",
      message: "m1",
      seq: 1,
      recalled_at: 5,
      recalled_by: "2",
    });
    expect(recalled.last_message).toMatchObject({ text: "", recalled_at: 5 });
  });
});

describe("the order of the list", () => {
  const entries = [
    chat("10", { last_at: 5 }),
    chat("9", { last_at: 5 }),
    chat("3", { last_at: 9 }, { unread: 2, mentions: 1 }),
    chat("4", { last_at: 1 }, { pinned: true }),
  ];
  const map = Object.fromEntries(entries.map((entry) => [entry.id, entry]));
  const ids = (list: Chat[]) => list.map((entry) => entry.id);

  it("has what is pinned on top, then the latest; ids compare as numbers", () => {
    expect(ids(listChats(map, { view: "all", hidden: {}, edge: null }))).toEqual(["4", "3", "10", "9"]);
  });

  it("filters, hides, keeps the open one, and ends where the fetched part ends", () => {
    expect(ids(listChats(map, { view: "unread", hidden: {}, edge: null }))).toEqual(["3"]);
    expect(ids(listChats(map, { view: "mentions", hidden: {}, edge: null, kept: "9" }))).toEqual(["3", "9"]);
    expect(ids(listChats(map, { view: "all", hidden: { "3": true }, edge: null }))).toEqual(["4", "10", "9"]);
    const edge = spotOf(entries[0] as Chat);
    expect(ids(listChats(map, { view: "all", hidden: {}, edge }))).toEqual(["4", "3", "10"]);
    expect(missing(map, new Set(["4", "10"]), edge)).toEqual(["3"]);
    expect(compareSpots(edge, edge)).toBe(0);
  });

  it("leaves out chats with a person that were only opened", () => {
    const chats = Object.fromEntries(
      [
        chat("1", { kind: "direct" }),
        chat("2", { kind: "direct", last_seq: 1 }),
        chat("3", { kind: "direct" }, { draft: { text: "草稿", reply_to: null, updated_at: 1 } }),
        chat("4", { kind: "direct" }),
        chat("5", { kind: "direct" }),
        chat("6", { kind: "everyone" }),
        chat("7", { kind: "direct" }, { pinned: true }),
      ].map((entry) => [entry.id, entry]),
    );
    const listed = listChats(chats, {
      view: "all",
      hidden: {},
      edge: null,
      kept: "4",
      written: new Set(["5"]),
    });
    expect(ids(listed).sort()).toEqual(["2", "3", "4", "5", "6", "7"]);
  });
});

describe("rows", () => {
  const noon = new Date(2026, 10, 20, 12, 0).getTime();
  const at = (seq: number, minutes: number, changes = {}) =>
    message(seq, { created_at: noon + minutes * 60_000, ...changes });
  const outgoing = (id: string, ms: number): Outgoing => ({
    client_id: id,
    chat: "c1",
    text: "路上",
    reply_to: null,
    files: [],
    at: ms,
    state: "waiting",
  });
  const base = { outgoing: [], me, newFrom: null, hasBefore: false, hasAfter: false };

  it("groups one sender within five minutes", () => {
    const rows = buildRows({ ...base, items: [at(1, 0), at(2, 4), at(3, 10), at(4, 11, { sender: "3" })] });
    expect(rows.map((row) => row.isHead)).toEqual([true, false, true, true]);
    expect(rows.map((row) => row.isTail)).toEqual([false, true, true, true]);
  });

  it("parts days, the unread, notes and what was taken back", () => {
    const rows = buildRows({
      ...base,
      newFrom: 3,
      items: [
        at(1, 0),
        at(2, 1, { kind: "system", system: { kind: "created" } }),
        at(3, 2),
        at(4, 3, { recalled_at: 1 }),
        at(5, 4),
        at(6, 24 * 60),
      ],
    });
    expect(rows.map((row) => row.startsDay)).toEqual([true, false, false, false, false, true]);
    expect(rows.map((row) => row.startsNew)).toEqual([false, false, true, false, false, false]);
    expect(rows.map((row) => row.isHead)).toEqual([true, false, true, false, true, true]);
  });

  it("keeps the row of a message that arrives", () => {
    const before = buildRows({ ...base, items: [at(1, 0)], outgoing: [outgoing("x", noon - 5)] });
    const after = buildRows({
      ...base,
      items: [at(1, 0), at(2, 1, { sender: me, client_id: "x" })],
      outgoing: [outgoing("x", noon - 5)],
    });
    expect(before.map((row) => row.key)).toEqual(["m1", "c:x"]);
    expect(after.map((row) => row.key)).toEqual(["m1", "c:x"]);
    expect(before[1]?.at).toBeGreaterThanOrEqual(before[0]?.at ?? 0);
  });

  it("shows what is on its way only at the end, and finds places", () => {
    const rows = buildRows({
      ...base,
      items: [at(5, 0), at(6, 1)],
      outgoing: [outgoing("x", noon)],
      hasAfter: true,
    });
    expect(rows).toHaveLength(2);
    expect(rowOfSeq(rows, 6)).toBe(1);
    expect(rowOfSeq(rows, 3)).toBe(0);
    expect(rowOfSeq(rows, 9)).toBe(1);
    expect(rows[0]?.top).toBe("start");
  });
});

describe("read state", () => {
  it("counts neither the sender nor who came later, and says nothing without marks", () => {
    const mark = (read: number, joined = 0) => ({ read, joined });
    const marks = { "1": mark(9), "2": mark(4), "3": mark(5), "4": mark(6, 5) };
    expect(readState({ seq: 5, sender: "1" }, marks)).toEqual({ read: 1, unread: 1 });
    expect(readState({ seq: 5, sender: "1" }, null)).toBeNull();
    expect(readState({ seq: 5, sender: "1" }, undefined)).toBeNull();
    expect(readState({ seq: 5, sender: "1" }, { "1": mark(9), "4": mark(9, 5) })).toBeNull();
  });

  it("moves forward only", () => {
    const marks = { "2": { read: 4, joined: 1 } };
    expect(moveMark(marks, "2", 3)).toEqual(marks);
    expect(moveMark(marks, "2", 6)).toEqual({ "2": { read: 6, joined: 1 } });
    expect(moveMark(marks, "3", 6)).toEqual(marks);
    expect(moveMark(null, "2", 6)).toBeNull();
  });
});

describe("the queue of what is on its way", () => {
  const entry = (id: string, chatId = "c1"): Outgoing => ({
    client_id: id,
    chat: chatId,
    text: id,
    reply_to: null,
    files: [],
    at: 0,
    state: "waiting",
  });

  it("sends a chat's messages one after the other, in the order of writing", () => {
    let box = [entry("a"), entry("b"), entry("c", "c2")].reduce(enqueue, [] as readonly Outgoing[]);
    box = enqueue(box, entry("a"));
    expect(box).toHaveLength(3);
    box = begin(box, "a");
    expect(nextToSend(box, "c1")).toBeUndefined();
    expect(nextToSend(box, "c2")?.client_id).toBe("c");
    box = settle(box, "a", { type: "later" });
    expect(nextToSend(box, "c1")?.client_id).toBe("a");
    box = settle(begin(box, "a"), "a", { type: "refused", problem: "不许" });
    expect(nextToSend(box, "c1")?.client_id).toBe("b");
    box = again(box, "a", nextAt(box, 0));
    expect(nextToSend(box, "c1")?.client_id).toBe("b");
    expect(box[box.length - 1]).toMatchObject({ client_id: "a", state: "waiting" });
    expect(restore([...box].reverse()).map((known) => known.client_id)).toEqual(["c", "b", "a"]);
  });

  it("survives a reload, and nonsense in the store", () => {
    const sending = { ...entry("a"), state: "sending" as const };
    const sent = { ...entry("b"), state: "sent" as const };
    expect(restore(JSON.parse(JSON.stringify([sending, sent])))).toEqual([entry("a")]);
    expect(restore([null, {}, 3])).toEqual([]);
  });
});

describe("large emoji", () => {
  it.each(["👍", "👨‍👩‍👧", "❤️", "🇨🇳", "👍🏽 🎉", "😀😀😀"])("%s", (text) =>
    expect(isEmojiOnly(text)).toBe(true),
  );
  it.each(["", "好", "👍 好", "123", "😀😀😀😀", "#", "©a"])("not %j", (text) =>
    expect(isEmojiOnly(text)).toBe(false),
  );
});
