import type { LiveEvent } from "@/api/live";
import type { Chat, ChatEvent, Message } from "@/api/types";
import type { Role } from "./types";

/** What an event changes. Everything in it may be applied twice without harm. */
export type Change =
  | { type: "posted"; message: Message }
  /** About a message that the reader may not read: only its place counts. */
  | { type: "hidden" }
  | {
      type: "edited";
      message: string;
      seq: number;
      text: string;
      mentions: string[];
      mentions_all: boolean;
      objects: string[];
      edited_at: number | null;
    }
  | { type: "recalled"; message: string; seq: number; recalled_at: number; recalled_by: string }
  | { type: "pinned"; message: string; seq: number; pinned: boolean }
  | { type: "reacted"; message: string; seq: number; emoji: string; user: string; on: boolean }
  | { type: "changed"; chat: Partial<Pick<Chat, "title" | "avatar" | "announcement" | "settings">> }
  | { type: "joined"; users: string[] }
  | { type: "left"; users: string[] }
  | { type: "role"; user: string; role: Role }
  | { type: "dissolved" }
  /** Of a kind this client does not know: only its place counts. */
  | { type: "other" };

/** Something that happened in a chat. `seq` counts the chat's events without gaps. */
export interface RoomEvent {
  chat: string;
  seq: number;
  at: number;
  change: Change;
}

type Data = Record<string, unknown>;

function changeOf(kind: string, data: Data): Change {
  const name = kind.replace(/^chat\./, "").replace(/\.v\d+$/, "");
  const place = { message: String(data.message), seq: Number(data.seq) };
  // Of a message that this reader may not read the server tells the place and nothing of what its kind tells.
  switch (name) {
    case "message.posted":
      return typeof data.text === "string" && typeof data.id === "string"
        ? { type: "posted", message: data as unknown as Message }
        : { type: "hidden" };
    case "message.edited":
      if (typeof data.text !== "string") return { type: "hidden" };
      return {
        type: "edited",
        ...place,
        text: data.text,
        mentions: (data.mentions as string[] | undefined) ?? [],
        mentions_all: data.mentions_all === true,
        objects: (data.objects as string[] | undefined) ?? [],
        edited_at: typeof data.edited_at === "number" ? data.edited_at : null,
      };
    case "message.recalled":
      if (typeof data.recalled_at !== "number") return { type: "hidden" };
      return {
        type: "recalled",
        ...place,
        recalled_at: data.recalled_at,
        recalled_by: String(data.recalled_by),
      };
    case "message.pinned":
    case "message.unpinned":
      if (data.by === undefined) return { type: "hidden" };
      return { type: "pinned", ...place, pinned: name === "message.pinned" };
    case "message.reacted":
      if (typeof data.emoji !== "string" || typeof data.user !== "string") return { type: "hidden" };
      return { type: "reacted", ...place, emoji: data.emoji, user: data.user, on: data.on === true };
    case "chat.changed": {
      const { title, avatar, announcement, settings } = data as Partial<Chat>;
      return {
        type: "changed",
        chat: {
          ...(title === undefined ? {} : { title }),
          ...(avatar === undefined ? {} : { avatar }),
          ...(announcement === undefined ? {} : { announcement }),
          ...(settings === undefined ? {} : { settings }),
        },
      };
    }
    case "chat.dissolved":
      return { type: "dissolved" };
    case "member.added":
      return { type: "joined", users: (data.users as string[] | undefined) ?? [] };
    case "member.removed":
      return { type: "left", users: (data.users as string[] | undefined) ?? [] };
    case "member.changed":
      return { type: "role", user: String(data.user), role: data.role as Role };
    default:
      return { type: "other" };
  }
}

const topicPrefix = "chat:";

/** An event of a chat from a live frame; undefined for signals and what is not about a chat. */
export function fromFrame(frame: LiveEvent): RoomEvent | undefined {
  const { topic, seq } = frame;
  if (frame.type !== "event" || seq === undefined || !topic?.startsWith(topicPrefix)) return undefined;
  const chat = topic.slice(topicPrefix.length);
  return { chat, seq, at: frame.at ?? 0, change: changeOf(frame.kind, frame.data) };
}

/** The same event as the catch-up tells it. */
export function fromHistory(chat: string, event: ChatEvent): RoomEvent {
  return { chat, seq: event.seq, at: event.at, change: changeOf(event.kind, event.data as Data) };
}
