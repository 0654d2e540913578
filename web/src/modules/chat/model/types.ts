import type { Chat, ChatMember, Message, StoredFile } from "@/api/types";

/** A member's own side of a chat. */
export type Mine = Chat["me"];
export type Level = Mine["level"];
export type Role = ChatMember["role"];
export type Quote = NonNullable<Message["reply_to"]>;
/** Places of messages that came by events after what was read, and that do not count as plain messages do. */
export interface Recent {
  /** Notes of the office: they are nothing unread. */
  notes: readonly number[];
  /** Messages that call the reader by name. */
  calls: readonly number[];
}

/** A chat as this client keeps it. */
export interface KnownChat extends Chat {
  recent?: Recent;
}

/** What happened to a chat, as facts. */
export type Note = NonNullable<Message["system"]>;

/** A stretch of a chat as the server gives it, ascending. */
export interface Stretch {
  items: readonly Message[];
  has_before: boolean;
  has_after: boolean;
}

/** A message on its way to the server. `client_id` makes repeating it harmless. */
export interface Outgoing {
  client_id: string;
  chat: string;
  /** As it travels: mentions are `<@ID>`. */
  text: string;
  reply_to: Quote | null;
  files: readonly StoredFile[];
  at: number;
  state: "waiting" | "sending" | "failed" | "sent";
  /** Why it failed, in the server's words. */
  problem?: string;
  /** Its place, once the server has it. */
  seq?: number;
}

/** Reads a place or count that the server may leave out. */
export const orNull = <T>(value: T | null | undefined): T | null => value ?? null;
