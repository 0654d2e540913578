import { create } from "zustand";
import { announceSignedOut } from "./client";

/** A frame about something that happened. `seq` is dense per topic: a gap means that events were missed. */
export interface LiveEvent<T = Record<string, unknown>> {
  type: "event" | "signal";
  kind: string;
  topic?: string;
  seq?: number;
  at?: number;
  data: T;
}

export type PresenceState = "online" | "away" | "offline";

type Frame =
  | { type: "hello"; session: string; user: string; now: number }
  | { type: "presence"; data: Record<string, PresenceState> }
  | { type: "pong" }
  | { type: "error"; code: string; title: string }
  | LiveEvent;

export type Connection = "idle" | "connecting" | "open" | "waiting";

interface LiveState {
  connection: Connection;
  /** True once a connection was lost and until it is back: what the offline bar shows. */
  interrupted: boolean;
  /** Server time minus device time, in ms, measured at the last hello. */
  skew: number;
}

export const useLive = create<LiveState>(() => ({ connection: "idle", interrupted: false, skew: 0 }));

type Handler = (event: LiveEvent) => void;
type Hook = (isFirst: boolean) => void;

const pingMs = 25_000;
/** A socket that stays silent this long after a ping is dead even if the browser has not noticed. */
const pongMs = 10_000;
/** A connection that is not made by then is not waited for: some networks swallow the attempt without an answer. */
const connectMs = 10_000;
const firstDelayMs = 500;
const longestDelayMs = 30_000;
/** What a browser says of a connection that broke. */
const closedAbnormally = 1006;
const closedSessionEnded = 4001;
const closedFlooding = 4009;
const closedBadFrame = 4010;

/** What the connection needs from its surroundings; tests pass their own. */
export interface LiveWorld {
  open: () => WebSocket;
  random: () => number;
}

/** One WebSocket for the whole client: reconnects by itself and fans frames out by the prefix of their kind. */
export class Live {
  private socket: WebSocket | undefined;
  private handlers = new Map<string, Set<Handler>>();
  private presenceHandlers = new Set<(states: Record<string, PresenceState>) => void>();
  private hooks = new Set<Hook>();
  private attempts = 0;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private connectTimer: ReturnType<typeof setTimeout> | undefined;
  private pingTimer: ReturnType<typeof setInterval> | undefined;
  private pongTimer: ReturnType<typeof setTimeout> | undefined;
  private wanted = false;
  private everOpen = false;
  private watched: readonly string[] = [];
  private activity: "active" | "away" = "active";

  constructor(private readonly world: LiveWorld) {}

  start() {
    if (this.wanted) return;
    this.wanted = true;
    window.addEventListener("online", this.retryNow);
    window.addEventListener("offline", this.onOffline);
    document.addEventListener("visibilitychange", this.onVisibility);
    this.connect();
  }

  stop() {
    this.wanted = false;
    this.everOpen = false;
    this.attempts = 0;
    window.removeEventListener("online", this.retryNow);
    window.removeEventListener("offline", this.onOffline);
    document.removeEventListener("visibilitychange", this.onVisibility);
    this.drop();
    useLive.setState({ connection: "idle", interrupted: false });
  }

  /** Hears events and signals whose kind starts with `prefix`; returns how to stop. */
  subscribe<T = Record<string, unknown>>(prefix: string, handler: (event: LiveEvent<T>) => void): () => void {
    const handlers = this.handlers.get(prefix) ?? new Set<Handler>();
    this.handlers.set(prefix, handlers);
    handlers.add(handler as unknown as Handler);
    return () => {
      handlers.delete(handler as unknown as Handler);
      if (handlers.size === 0) this.handlers.delete(prefix);
    };
  }

  onPresence(handler: (states: Record<string, PresenceState>) => void): () => void {
    this.presenceHandlers.add(handler);
    return () => this.presenceHandlers.delete(handler);
  }

  /**
   * Runs with each connection: the moment to fetch what was missed. With the first one too, told as such, since what
   * was loaded while it was on its way may be older than it.
   */
  onReconnect(hook: Hook): () => void {
    this.hooks.add(hook);
    return () => this.hooks.delete(hook);
  }

  /** Sends what may be lost, such as "is typing"; nothing is queued while offline. */
  signal(kind: string, data: Record<string, unknown>) {
    this.send({ type: "signal", kind, data });
  }

  /** Replaces the set of people whose presence is followed (at most 500). */
  watch(users: readonly string[]) {
    this.watched = users;
    this.send({ type: "watch", users });
  }

  setActivity(state: "active" | "away") {
    if (this.activity === state) return;
    this.activity = state;
    this.send({ type: "state", state });
  }

  private send(frame: unknown) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  private connect() {
    clearTimeout(this.retryTimer);
    if (!this.wanted || this.socket) return;
    useLive.setState({ connection: "connecting" });
    const socket = this.world.open();
    this.socket = socket;
    this.connectTimer = setTimeout(() => this.abandon(socket), connectMs);
    socket.onmessage = (message) => this.receive(String(message.data));
    socket.onclose = (close) => this.closed(socket, close.code);
    socket.onerror = () => socket.close();
  }

  /** Gives a connection up without waiting for the browser to notice that it is dead. */
  private abandon(socket: WebSocket) {
    this.closed(socket, closedAbnormally);
    socket.close();
  }

  private closed(socket: WebSocket, code: number) {
    if (this.socket !== socket) return;
    this.socket = undefined;
    this.stopTimers();
    if (!this.wanted) return;
    if (code === closedSessionEnded) {
      this.stop();
      announceSignedOut();
      return;
    }
    // A client that floods or speaks wrongly would be closed again at once: it waits its longest delay.
    if (code === closedFlooding || code === closedBadFrame) this.attempts = 10;
    const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** this.attempts);
    const delay = ceiling / 2 + (this.world.random() * ceiling) / 2;
    this.attempts += 1;
    useLive.setState({ connection: "waiting", interrupted: this.everOpen || this.attempts > 2 });
    this.retryTimer = setTimeout(() => this.connect(), delay);
  }

  private receive(text: string) {
    clearTimeout(this.pongTimer);
    const frame = parseFrame(text);
    if (!frame) return;
    if (frame.type === "hello") this.opened(frame.now);
    else if (frame.type === "presence") for (const handler of this.presenceHandlers) handler(frame.data);
    else if (frame.type === "event" || frame.type === "signal") this.dispatch(frame);
  }

  private opened(now: number) {
    const isFirst = !this.everOpen;
    this.everOpen = true;
    this.attempts = 0;
    useLive.setState({ connection: "open", interrupted: false, skew: now - Date.now() });
    if (this.watched.length > 0) this.send({ type: "watch", users: this.watched });
    if (this.activity === "away") this.send({ type: "state", state: "away" });
    this.stopTimers();
    this.pingTimer = setInterval(() => this.ping(), pingMs);
    for (const hook of this.hooks) guarded(() => hook(isFirst));
  }

  private dispatch(event: LiveEvent) {
    for (const [prefix, handlers] of this.handlers) {
      if (!event.kind.startsWith(prefix)) continue;
      for (const handler of handlers) guarded(() => handler(event));
    }
  }

  private ping() {
    this.send({ type: "ping" });
    clearTimeout(this.pongTimer);
    const { socket } = this;
    this.pongTimer = setTimeout(() => socket && this.abandon(socket), pongMs);
  }

  private stopTimers() {
    clearTimeout(this.connectTimer);
    clearInterval(this.pingTimer);
    clearTimeout(this.pongTimer);
  }

  private drop() {
    clearTimeout(this.retryTimer);
    this.stopTimers();
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
  }

  /** Tries at once, without waiting for the timer: the network came back or someone pressed the bar. */
  retryNow = () => {
    if (!this.wanted || this.socket?.readyState === WebSocket.OPEN) return;
    // An attempt from before may hang on a road that is gone.
    this.drop();
    this.attempts = 0;
    this.connect();
  };

  private onOffline = () => {
    if (useLive.getState().connection === "open") this.ping();
  };

  private onVisibility = () => {
    if (document.visibilityState !== "visible") return;
    if (this.socket?.readyState === WebSocket.OPEN) this.ping();
    else this.retryNow();
  };
}

/** One module's fault must not cost the others their events. */
function guarded(run: () => void) {
  try {
    run();
  } catch (error) {
    reportError(error);
  }
}

function parseFrame(text: string): Frame | undefined {
  try {
    return JSON.parse(text) as Frame;
  } catch {
    return undefined;
  }
}

export const live = new Live({
  open: () => new WebSocket(`${location.origin.replace(/^http/, "ws")}/api/v1/live`),
  random: Math.random,
});
