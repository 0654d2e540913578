import { describe, expect, it } from "vitest";
import type { Message } from "@/api/types";
import type { Change, RoomEvent } from "./events";
import { dice, message } from "./fixtures";
import { patchMessage } from "./patch";
import {
  addAfter,
  addBefore,
  catchUp,
  depart,
  emptyRoom,
  firstSeq,
  land,
  lastSeq,
  mostItems,
  place,
  type Room,
  receive,
  showStretch,
  type Ticket,
  trim,
} from "./room";

const me = "1";
const emoji = ["👍", "🎉"];

/** A server with one chat: changes it, writes an event for each change, answers as the API does. */
class Office {
  messages: Message[] = [];
  events: RoomEvent[] = [];

  emit(change: Change) {
    this.events.push({ chat: "c1", seq: this.events.length + 1, at: 0, change });
  }

  post(sender: string) {
    const posted = message(this.messages.length + 1, { sender });
    this.messages.push(posted);
    this.emit({ type: "posted", message: posted });
  }

  change(index: number, change: Change) {
    const target = this.messages[index];
    if (!target) return;
    this.messages[index] = patchMessage(target, change, me);
    this.emit(change);
  }

  /** One random change. */
  act(roll: (below: number) => number) {
    const index = roll(this.messages.length);
    const target = this.messages[index];
    const kind = roll(10);
    if (!target || kind < 4) return this.post(String(1 + roll(4)));
    const at = { message: target.id, seq: target.seq };
    if (kind < 6) {
      const user = String(1 + roll(5));
      const sign = emoji[roll(2)] as string;
      const on = !target.reactions.find((reaction) => reaction.emoji === sign)?.users.includes(user);
      return this.change(index, { type: "reacted", ...at, emoji: sign, user, on });
    }
    if (kind < 8) {
      if (target.recalled_at) return;
      const edited_at = this.events.length + 1;
      return this.change(index, {
        type: "edited",
        ...at,
        text: `改 ${edited_at}`,
        mentions: [],
        mentions_all: false,
        objects: [],
        edited_at,
      });
    }
    if (kind < 9) return this.change(index, { type: "pinned", ...at, pinned: !target.pinned });
    if (!target.recalled_at)
      this.change(index, { type: "recalled", ...at, recalled_at: 1, recalled_by: target.sender });
  }

  page(query: { before?: number; after?: number; around?: number }, limit: number) {
    let items: Message[];
    if (query.around !== undefined) {
      const start = Math.max(0, query.around - 1 - Math.floor(limit / 2));
      items = this.messages.slice(start, start + limit);
    } else if (query.after !== undefined) items = this.messages.slice(query.after, query.after + limit);
    else {
      const end = Math.min(this.messages.length, (query.before ?? Number.POSITIVE_INFINITY) - 1);
      items = this.messages.slice(Math.max(0, end - limit), end);
    }
    return {
      items: structuredClone(items),
      has_before: (items[0]?.seq ?? 1) > 1,
      has_after: (items[items.length - 1]?.seq ?? this.messages.length) < this.messages.length,
    };
  }
}

const byEmoji = (shown: Message) => ({
  ...shown,
  reactions: [...shown.reactions]
    .map((reaction) => ({ ...reaction, users: [...reaction.users].sort() }))
    .sort((a, b) => a.emoji.localeCompare(b.emoji)),
});

/** What is loaded is exactly what the server has there. */
function expectTrue(room: Room, office: Office) {
  const first = firstSeq(room);
  expect(room.items.map((item) => item.seq)).toEqual(room.items.map((_, index) => first + index));
  const truth = office.messages.slice(first - 1, lastSeq(room));
  expect(room.items.map(byEmoji)).toEqual(truth.map(byEmoji));
  expect(room.hasBefore).toBe(first > 1);
  if (!room.hasAfter) expect(lastSeq(room)).toBe(office.messages.length);
}

type Landing = { due: number; run: () => void };

/**
 * A client in bad weather: frames come late, twice, in disorder or never; pages were read before or after what
 * happened since; the catch-up is cut into small answers.
 */
function storm(seed: number) {
  const roll = dice(seed);
  const office = new Office();
  for (let count = 0; count < 30; count += 1) office.act(roll);
  let room = emptyRoom("c1", office.events.length);
  const flying: Landing[] = [];
  let frames: RoomEvent[] = [];

  const fetchPage = (
    read: () => ReturnType<Office["page"]>,
    merge: (page: ReturnType<Office["page"]>, ticket: Ticket) => void,
  ) => {
    const departed = depart(room);
    room = departed.room;
    let page: ReturnType<Office["page"]> | undefined;
    const readAt = roll(6);
    // The answer is read at one moment and arrives at a later one.
    flying.push({ due: readAt, run: () => (page = read()) });
    flying.push({
      due: readAt + roll(8),
      run: () => {
        merge(page ?? read(), departed.ticket);
        room = land(room);
      },
    });
  };
  const open = () =>
    fetchPage(
      () => office.page(roll(2) === 0 ? {} : { around: 1 + roll(office.messages.length) }, 8),
      (page, ticket) => {
        room = showStretch(room, page, ticket, me);
      },
    );
  const catchUpNow = (limit: number) => {
    const missed = office.events.slice(room.eventSeq, room.eventSeq + limit);
    // A message that was changed since is told as it is now.
    const told = missed.map((event) => {
      if (event.change.type !== "posted") return event;
      const now = office.messages[event.change.message.seq - 1] as Message;
      return { ...event, change: { type: "posted" as const, message: structuredClone(now) } };
    });
    room = catchUp(room, told, me);
  };
  const tick = () => {
    for (const landing of [...flying]) {
      landing.due -= 1;
      if (landing.due > 0) continue;
      flying.splice(flying.indexOf(landing), 1);
      landing.run();
    }
  };

  open();
  for (let turn = 0; turn < 120; turn += 1) {
    const before = office.events.length;
    office.act(roll);
    for (const event of office.events.slice(before)) {
      const fate = roll(10);
      if (fate < 8) frames.push(event);
      if (fate === 7) frames.push(event);
    }
    while (frames.length > 0 && roll(3) > 0) {
      const [event] = frames.splice(roll(Math.min(frames.length, 3)), 1);
      if (event) room = receive(room, event, me).room;
    }
    if (roll(12) === 0) frames = [];
    if (roll(9) === 0) catchUpNow(1 + roll(4));
    const [first] = room.items;
    if (first && roll(6) === 0) {
      const seq = first.seq;
      fetchPage(
        () => office.page({ before: seq }, 5),
        (page, ticket) => {
          room = addBefore(room, page, ticket, me);
        },
      );
    }
    if (room.items.length > 0 && room.hasAfter && roll(4) === 0) {
      const seq = lastSeq(room);
      fetchPage(
        () => office.page({ after: seq }, 5),
        (page, ticket) => {
          room = addAfter(room, page, ticket, me);
        },
      );
    }
    if (roll(40) === 0) open();
    tick();
  }
  while (flying.length > 0) tick();
  for (let round = 0; round < 200 && room.eventSeq < office.events.length; round += 1) catchUpNow(3);
  return { room, office };
}

describe("a room in bad weather", () => {
  it("has no gap, nothing twice, and everything as it is", () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const { room, office } = storm(seed);
      expect(room.eventSeq, `seed ${seed}`).toBe(office.events.length);
      expect(room.held).toEqual([]);
      expect(room.log).toEqual([]);
      expectTrue(room, office);
    }
  });
});

const posted = (seq: number, at = seq): RoomEvent => ({
  chat: "c1",
  seq: at,
  at: 0,
  change: { type: "posted", message: message(seq) },
});

const loaded = (count: number): Room =>
  showStretch(
    emptyRoom("c1", count),
    {
      items: Array.from({ length: count }, (_, index) => message(index + 1)),
      has_before: false,
      has_after: false,
    },
    { eventSeq: count, version: 0 },
    me,
  );

describe("a room", () => {
  it("waits for what is missing and then goes on by itself", () => {
    const ahead = receive(loaded(2), posted(4), me);
    expect(ahead.isBehind).toBe(true);
    expect(lastSeq(ahead.room)).toBe(2);
    const whole = receive(ahead.room, posted(3), me);
    expect(whole.isBehind).toBe(false);
    expect(whole.room.items.map((item) => item.seq)).toEqual([1, 2, 3, 4]);
  });

  it("takes an event once", () => {
    const once = receive(loaded(2), posted(3), me).room;
    expect(receive(once, posted(3), me).room.items).toHaveLength(3);
  });

  it("leaves a hole to a page instead of showing it", () => {
    const next = receive(loaded(2), posted(9, 3), me).room;
    expect(lastSeq(next)).toBe(2);
    expect(next.hasAfter).toBe(true);
  });

  it("puts one's own answer in place only where it fits", () => {
    expect(lastSeq(place(loaded(2), message(3)))).toBe(3);
    expect(lastSeq(place(loaded(2), message(5)))).toBe(2);
    const changed = place(loaded(2), message(2, { text: "新" }));
    expect(changed.items[1]?.text).toBe("新");
  });

  it("lets go of the far side when it grows too long", () => {
    const long = loaded(mostItems + 50);
    expect(trim(long, "end").items).toHaveLength(mostItems);
    expect(trim(long, "end").hasAfter).toBe(true);
    expect(firstSeq(trim(long, "start"))).toBe(51);
    expect(trim(long, "start").version).toBe(long.version + 1);
    expect(trim(long, "start").hasBefore).toBe(true);
  });

  it("empties the quotes of a message that is taken back", () => {
    const quote = {
      id: "m1",
      seq: 1,
      sender: "2",
      sender_name: "刘竞文",
      kind: "text" as const,
      text: "第 1 条",
      recalled: false,
    };
    const answered = place(loaded(1), message(2, { reply_to: quote }));
    const recalled: Change = { type: "recalled", message: "m1", seq: 1, recalled_at: 9, recalled_by: "2" };
    const { room } = receive(answered, { chat: "c1", seq: 2, at: 0, change: recalled }, me);
    expect(room.items[0]).toMatchObject({ text: "", recalled_at: 9 });
    expect(room.items[1]?.reply_to).toMatchObject({ text: "", recalled: true });
  });
});
