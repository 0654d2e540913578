import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { onSignedOut } from "./client";
import { Live, useLive } from "./live";

/** A socket whose other end the test plays. */
class Socket {
  static all: Socket[] = [];
  readyState = 0;
  sent: { type: string; [key: string]: unknown }[] = [];
  onmessage?: (event: { data: string }) => void;
  onclose?: (event: { code: number }) => void;
  onerror?: () => void;
  constructor() {
    Socket.all.push(this);
  }
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.end(1000);
  }
  say(frame: unknown) {
    this.readyState = WebSocket.OPEN;
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  hello() {
    this.say({ type: "hello", session: "1", user: "1", now: Date.now() });
  }
  end(code: number) {
    if (this.readyState === WebSocket.CLOSED) return;
    this.readyState = WebSocket.CLOSED;
    this.onclose?.({ code });
  }
}

const last = () => Socket.all.at(-1) as Socket;
let live: Live;

beforeEach(() => {
  vi.useFakeTimers();
  Socket.all = [];
  live = new Live({ open: () => new Socket() as unknown as WebSocket, random: () => 1 });
});
afterEach(() => {
  live.stop();
  vi.useRealTimers();
});

describe("live", () => {
  it("fans events out by the prefix of their kind", () => {
    const chat = vi.fn();
    const posted = vi.fn();
    const people = vi.fn();
    live.subscribe("chat.", chat);
    const stop = live.subscribe("chat.message.posted", posted);
    live.subscribe("people.", people);
    live.start();
    last().hello();
    const event = { type: "event", kind: "chat.message.posted.v1", topic: "chat:1", seq: 4, data: {} };
    last().say(event);
    stop();
    last().say({ ...event, seq: 5 });
    expect(chat).toHaveBeenCalledTimes(2);
    expect(posted).toHaveBeenCalledTimes(1);
    expect(people).not.toHaveBeenCalled();
  });

  it("keeps one faulty handler from costing the others their event", () => {
    const reported = vi.fn();
    vi.stubGlobal("reportError", reported);
    const healthy = vi.fn();
    live.subscribe("x", () => {
      throw new Error("fault");
    });
    live.subscribe("x.", healthy);
    live.start();
    last().hello();
    last().say({ type: "signal", kind: "x.y", data: {} });
    expect(healthy).toHaveBeenCalledOnce();
    expect(reported).toHaveBeenCalledOnce();
  });

  it("calls for catch-up with each connection, the first one named as such", () => {
    const caughtUp = vi.fn();
    const late = vi.fn();
    live.onReconnect(caughtUp);
    live.start();
    expect(caughtUp).not.toHaveBeenCalled();
    // What was loaded while the first one was on its way may be older than it.
    vi.advanceTimersByTime(8000);
    last().hello();
    expect(caughtUp.mock.calls).toEqual([[true]]);
    // Who comes to an open connection has missed nothing.
    live.onReconnect(late);
    expect(late).not.toHaveBeenCalled();
    last().end(1006);
    vi.advanceTimersByTime(1000);
    last().hello();
    expect(caughtUp.mock.calls).toEqual([[true], [false]]);
    expect(late.mock.calls).toEqual([[false]]);
    live.stop();
    live.start();
    last().hello();
    expect(caughtUp).toHaveBeenLastCalledWith(true);
  });

  it("keeps one faulty catch-up from costing the others theirs", () => {
    const reported = vi.fn();
    vi.stubGlobal("reportError", reported);
    const healthy = vi.fn();
    live.onReconnect(() => {
      throw new Error("fault");
    });
    live.onReconnect(healthy);
    live.start();
    last().hello();
    expect(healthy).toHaveBeenCalledOnce();
    expect(reported).toHaveBeenCalledOnce();
  });

  it("reconnects with growing delays", () => {
    const caughtUp = vi.fn();
    live.onReconnect(caughtUp);
    live.start();
    last().hello();
    caughtUp.mockClear();
    last().end(1006);
    expect(useLive.getState()).toMatchObject({ connection: "waiting", interrupted: true });
    vi.advanceTimersByTime(499);
    expect(Socket.all).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(Socket.all).toHaveLength(2);
    last().end(1006);
    vi.advanceTimersByTime(999);
    expect(Socket.all).toHaveLength(2);
    vi.advanceTimersByTime(1);
    last().hello();
    expect(caughtUp).toHaveBeenCalledOnce();
    expect(useLive.getState()).toMatchObject({ connection: "open", interrupted: false });
  });

  it("never waits longer than its longest delay", () => {
    live.start();
    for (let round = 0; round < 12; round += 1) {
      const attempts = Socket.all.length;
      last().end(1006);
      vi.advanceTimersByTime(30_000);
      expect(Socket.all.length).toBeGreaterThan(attempts);
    }
  });

  it("tries at once when the network is back", () => {
    live.start();
    last().hello();
    last().end(1006);
    window.dispatchEvent(new Event("online"));
    expect(Socket.all).toHaveLength(2);
  });

  it("gives up an attempt that gets no answer", () => {
    live.start();
    const hanging = last();
    vi.advanceTimersByTime(9_999);
    expect(useLive.getState().connection).toBe("connecting");
    vi.advanceTimersByTime(1);
    expect(useLive.getState().connection).toBe("waiting");
    expect(hanging.readyState).toBe(WebSocket.CLOSED);
    vi.advanceTimersByTime(500);
    expect(Socket.all).toHaveLength(2);
    last().hello();
    vi.advanceTimersByTime(20_000);
    expect(useLive.getState().connection).toBe("open");
  });

  it("does not wait for an attempt that hangs when the network is back", () => {
    live.start();
    const hanging = last();
    live.retryNow();
    expect(Socket.all).toHaveLength(2);
    expect(hanging.readyState).toBe(WebSocket.CLOSED);
    last().hello();
    live.retryNow();
    expect(Socket.all).toHaveLength(2);
    expect(useLive.getState().connection).toBe("open");
  });

  it("closes a socket that does not answer a ping", () => {
    live.start();
    last().hello();
    vi.advanceTimersByTime(25_000);
    expect(last().sent.at(-1)).toEqual({ type: "ping" });
    last().say({ type: "pong" });
    vi.advanceTimersByTime(25_000);
    expect(Socket.all).toHaveLength(1);
    vi.advanceTimersByTime(10_000);
    expect(useLive.getState().connection).toBe("waiting");
  });

  it("repeats what it watches after reconnecting", () => {
    live.start();
    last().hello();
    live.watch(["7"]);
    live.setActivity("away");
    last().end(1006);
    vi.advanceTimersByTime(1000);
    last().hello();
    expect(last().sent).toEqual([
      { type: "watch", users: ["7"] },
      { type: "state", state: "away" },
    ]);
  });

  it("stops for good when the session ended", () => {
    const ended = vi.fn();
    const stop = onSignedOut(ended);
    live.start();
    last().hello();
    last().end(4001);
    vi.advanceTimersByTime(120_000);
    expect(ended).toHaveBeenCalledOnce();
    expect(Socket.all).toHaveLength(1);
    stop();
  });

  it("waits long after being closed for flooding", () => {
    live.start();
    last().hello();
    last().end(4009);
    vi.advanceTimersByTime(29_000);
    expect(Socket.all).toHaveLength(1);
    vi.advanceTimersByTime(1000);
    expect(Socket.all).toHaveLength(2);
  });

  it("ignores frames it cannot read", () => {
    live.start();
    last().onmessage?.({ data: "not json" });
    last().hello();
    expect(useLive.getState().connection).toBe("open");
  });
});
