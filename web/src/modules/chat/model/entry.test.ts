import { describe, expect, it } from "vitest";
import type { Chat } from "@/api/types";
import { applyToEntry, newer, readUpTo, withMine } from "./entry";
import { chat, dice, message } from "./fixtures";
import type { Mine } from "./types";

const me = "1";

/** What others do in a chat: a message, a note of the office, a call by name. */
type Kind = "message" | "note" | "call";

/** A server with one chat. Its answers may overtake the frames of what they count, and be overtaken by them. */
class Server {
  kinds: Kind[] = [];
  read = 0;

  frame(seq: number) {
    const kind = this.kinds[seq - 1];
    return message(seq, {
      kind: kind === "note" ? "system" : "text",
      mentions: kind === "call" ? [me] : [],
    });
  }

  /** The reader's side as an answer tells it now. */
  answer(): Mine {
    const beyond = (kind: Kind) =>
      this.kinds.flatMap((other, index) => (other === kind && index + 1 > this.read ? [index + 1] : []));
    const calls = beyond("call");
    return {
      ...chat("c1").me,
      read_seq: this.read,
      unread: beyond("message").length + calls.length,
      last_seq: this.kinds.length,
      mentions: calls.length,
      first_mention_seq: calls[0] ?? null,
    };
  }
}

function hear(entry: Chat, server: Server): Chat {
  const change = { type: "posted" as const, message: server.frame(entry.last_seq + 1) };
  const applied = applyToEntry(entry, { chat: "c1", seq: entry.event_seq + 1, at: 0, change }, me);
  if (applied.gone) throw new Error("gone");
  return applied.chat;
}

/**
 * A crossing, step by step: `m`, `n` and `@` are posted (a message, a note, a call by name); `f` is the next frame;
 * `rN` reads up to N here and `RN` on another device; `a` asks, `A` is the earliest answer asked for, `Z` the latest.
 */
function play(steps: string): { entry: Chat; server: Server } {
  const server = new Server();
  let entry = chat("c1");
  const answers: Mine[] = [];
  for (const step of steps.split(" ")) {
    const place = Number(step.slice(1));
    const answer = step === "A" ? answers.shift() : step === "Z" ? answers.pop() : undefined;
    if (step === "m") server.kinds.push("message");
    else if (step === "n") server.kinds.push("note");
    else if (step === "@") server.kinds.push("call");
    else if (step === "f") entry = hear(entry, server);
    else if (step === "a") answers.push(server.answer());
    else if (answer) entry = withMine(entry, answer);
    else if (step[0] === "r") {
      entry = readUpTo(entry, place);
      server.read = Math.max(server.read, place);
    } else if (step[0] === "R") server.read = Math.max(server.read, place);
  }
  return { entry, server };
}

describe("counts that cross", () => {
  it.each([
    ["answer before frame", "m f m a A f"],
    ["answer before two frames", "m m a A f f"],
    ["answer before the frame of a note", "m f n a A f"],
    ["answer before frames, a note before them", "n f m m a A f f"],
    ["answer before frames with a note between", "m f r1 m n m a A f f f"],
    ["frame before answer", "m f a m f A"],
    ["the frame of a note before the answer", "m f r1 a n f A"],
    ["a note and a message before the answer", "m f r1 a n m f f A"],
    ["a note before an answer that has read elsewhere", "m m f f R2 a n f A"],
    ["notes between what is read here", "m m n f f f r2"],
    ["notes on both sides of what is read here", "m n m n m n f f f f f f r3"],
    ["an answer overtaken by reading", "m m m f f f a r2 A"],
    ["an answer overtaken by a later answer", "m f a m a Z A f"],
    ["an answer overtaken by a later one that had read on", "m m f f a R2 a Z A"],
    ["answers on both sides of a note", "m f a n a Z A f"],
    ["reading while an answer is ahead of the frames", "m f m m a A r1 f f"],
    ["reading past a note that an answer counted", "m n m f a A f f r2"],
    ["a call in the frame before the answer", "m f r1 a @ f A"],
    ["a call in an answer before its frame", "m f @ a A f"],
    ["a call that another device has read", "@ f a R1 a A Z"],
    ["two calls, the first read here", "@ m @ f f f r1"],
    ["a call behind a note, read up to between", "m n @ f f f a r2 A"],
  ])("%s", (_, steps) => {
    const { entry, server } = play(steps);
    const { read_seq, unread, last_seq, mentions, first_mention_seq } = server.answer();
    expect(entry.me).toMatchObject({ read_seq, unread, last_seq, mentions, first_mention_seq });
  });

  it("keeps the place of an answer that is ahead of the frames", () => {
    const { entry } = play("m f m m a A");
    expect(entry).toMatchObject({ last_seq: 1, me: { last_seq: 3, unread: 3 } });
  });

  it("never shows less than there is, and all of it once everything has arrived", () => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const roll = dice(seed);
      const server = new Server();
      let entry = chat("c1");
      const flying: Mine[] = [];
      for (let turn = 0; turn < 60; turn += 1) {
        const kind = roll(8);
        if (kind < 3) server.kinds.push((["message", "note", "call"] as const)[roll(3)] ?? "message");
        else if (kind < 5 && entry.last_seq < server.kinds.length) entry = hear(entry, server);
        else if (kind === 5) {
          const place = roll(entry.last_seq + 1);
          entry = readUpTo(entry, place);
          server.read = Math.max(server.read, place);
        } else if (kind === 6) flying.push(server.answer());
        else if (flying.length > 0) {
          const [answer] = flying.splice(roll(flying.length), 1);
          if (answer) entry = withMine(entry, answer);
        }
        const beyond = server.kinds.slice(entry.me.read_seq, entry.last_seq);
        const calls = beyond.filter((what) => what === "call").length;
        expect(entry.me.mentions, `seed ${seed} turn ${turn}`).toBeGreaterThanOrEqual(calls);
        const real = beyond.filter((what) => what !== "note").length;
        expect(entry.me.unread, `seed ${seed} turn ${turn}`).toBeGreaterThanOrEqual(real);
      }
      while (entry.last_seq < server.kinds.length) entry = hear(entry, server);
      for (const answer of flying) entry = withMine(entry, answer);
      const { unread, mentions, first_mention_seq } = server.answer();
      expect(entry.me.unread, `seed ${seed}`).toBe(unread);
      entry = withMine(entry, server.answer());
      expect(entry.me, `seed ${seed}`).toMatchObject({ unread, mentions, first_mention_seq });
    }
  });
});

describe("an answer about a chat", () => {
  const known = chat("c1", { event_seq: 5, last_seq: 4 }, { read_seq: 4, last_seq: 4 });

  it("is taken unless more is known already", () => {
    const answer = chat("c1", { event_seq: 6, last_seq: 5, title: "新" }, { unread: 5, last_seq: 5 });
    expect(newer(undefined, answer)).toBe(answer);
    expect(newer({ ...known, event_seq: 7 }, answer).title).toBe("群 c1");
    expect(newer(known, answer).title).toBe("新");
  });

  it("does not undo what was read here meanwhile", () => {
    const answer = chat("c1", { event_seq: 6, last_seq: 5 }, { read_seq: 2, unread: 3, last_seq: 5 });
    expect(newer(known, answer).me).toMatchObject({ read_seq: 4, unread: 1 });
  });

  it("does not bring up a call that was taken back", () => {
    let { entry } = play("m f r1 @ f");
    const late = chat("c1").me;
    const change = { type: "recalled" as const, message: "m2", seq: 2, recalled_at: 9, recalled_by: "2" };
    const applied = applyToEntry(entry, { chat: "c1", seq: entry.event_seq + 1, at: 0, change }, me);
    if (applied.gone) throw new Error("gone");
    entry = withMine(applied.chat, { ...late, read_seq: 1, unread: 0, last_seq: 1 });
    expect(entry.me).toMatchObject({ unread: 1, mentions: 0, first_mention_seq: null });
  });
});
