import { api, call } from "@/api/client";
import type { Chat, ChatSettings } from "@/api/types";
import type { View } from "./model/order";
import type { Level, Mine, Role } from "./model/types";

const root = "/api/v1/chat";
const id = (value: string) => ({ path: { id: value } });
const cursored = (limit: number, cursor?: string) => ({ limit, ...(cursor ? { cursor } : {}) });

/** Requests of the chat module, each typed by the API's schema. */
export const chatApi = {
  list: (view: View, limit: number, cursor?: string) =>
    call(
      api.GET(`${root}/chats`, {
        params: { query: { ...cursored(limit, cursor), ...(view === "all" ? {} : { filter: view }) } },
      }),
    ),
  get: (chat: string) => call(api.GET(`${root}/chats/{id}`, { params: id(chat) })),
  create: (body: { kind: Chat["kind"]; title?: string; members?: string[]; department?: string }) =>
    call(api.POST(`${root}/chats`, { body })),
  change: (
    chat: string,
    body: { title?: string; announcement?: string; avatar_file?: string; settings?: ChatSettings },
  ) => call(api.PATCH(`${root}/chats/{id}`, { params: id(chat), body })),
  dissolve: (chat: string) => call(api.DELETE(`${root}/chats/{id}`, { params: id(chat) })),
  settle: (
    chat: string,
    body: { level?: Level; muted?: boolean; pinned?: boolean; hidden?: boolean },
  ): Promise<Mine> => call(api.PATCH(`${root}/chats/{id}/me`, { params: id(chat), body })),
  /** `keepalive` outlives the page, also below. */
  read: (chat: string, seq: number, keepalive = false): Promise<Mine> =>
    call(api.PUT(`${root}/chats/{id}/read`, { params: id(chat), body: { seq }, keepalive })),
  draft: (chat: string, text: string, replyTo: string | null, keepalive = false) =>
    call(
      api.PUT(`${root}/chats/{id}/draft`, {
        params: id(chat),
        body: { text, reply_to: replyTo },
        keepalive,
      }),
    ),
  transfer: (chat: string, user: string) =>
    call(api.POST(`${root}/chats/{id}/transfer`, { params: id(chat), body: { user } })),

  members: (chat: string, options: { q?: string; limit: number; cursor?: string; signal?: AbortSignal }) =>
    call(
      api.GET(`${root}/chats/{id}/members`, {
        params: {
          ...id(chat),
          query: { ...cursored(options.limit, options.cursor), ...(options.q ? { q: options.q } : {}) },
        },
        ...(options.signal ? { signal: options.signal } : {}),
      }),
    ),
  addMembers: (chat: string, users: string[], departments: string[]) =>
    call(api.POST(`${root}/chats/{id}/members`, { params: id(chat), body: { users, departments } })),
  removeMember: (chat: string, user: string) =>
    call(api.DELETE(`${root}/chats/{id}/members/{user}`, { params: { path: { id: chat, user } } })),
  changeMember: (chat: string, user: string, role: Role) =>
    call(
      api.PATCH(`${root}/chats/{id}/members/{user}`, {
        params: { path: { id: chat, user } },
        body: { role },
      }),
    ),
  reads: (chat: string) => call(api.GET(`${root}/chats/{id}/reads`, { params: id(chat) })),

  messages: (chat: string, query: { before?: number; after?: number; around?: number; limit: number }) =>
    call(api.GET(`${root}/chats/{id}/messages`, { params: { ...id(chat), query } })),
  post: (
    chat: string,
    body: { text: string; client_id: string; reply_to?: string; files?: string[] },
    signal?: AbortSignal,
  ) =>
    call(
      api.POST(`${root}/chats/{id}/messages`, {
        params: id(chat),
        body,
        ...(signal ? { signal } : {}),
      }),
    ),
  message: (message: string) => call(api.GET(`${root}/messages/{id}`, { params: id(message) })),
  edit: (message: string, text: string) =>
    call(api.PATCH(`${root}/messages/{id}`, { params: id(message), body: { text } })),
  history: (message: string) => call(api.GET(`${root}/messages/{id}/history`, { params: id(message) })),
  recall: (message: string) => call(api.POST(`${root}/messages/{id}/recall`, { params: id(message) })),
  react: (message: string, emoji: string, on: boolean) => {
    const params = { path: { id: message, emoji } };
    return on
      ? call(api.PUT(`${root}/messages/{id}/reactions/{emoji}`, { params }))
      : call(api.DELETE(`${root}/messages/{id}/reactions/{emoji}`, { params }));
  },
  reactors: (message: string, emoji: string, cursor?: string) =>
    call(
      api.GET(`${root}/messages/{id}/reactions/{emoji}`, {
        params: { path: { id: message, emoji }, query: cursored(50, cursor) },
      }),
    ),
  pin: (message: string, on: boolean) =>
    on
      ? call(api.PUT(`${root}/messages/{id}/pin`, { params: id(message) }))
      : call(api.DELETE(`${root}/messages/{id}/pin`, { params: id(message) })),
  readers: (message: string, state: "read" | "unread", limit: number, cursor?: string) =>
    call(
      api.GET(`${root}/messages/{id}/readers`, {
        params: { ...id(message), query: { state, ...cursored(limit, cursor) } },
      }),
    ),
  pins: (chat: string, cursor?: string) =>
    call(api.GET(`${root}/chats/{id}/pins`, { params: { ...id(chat), query: cursored(50, cursor) } })),
  files: (chat: string, kind: "image" | "file" | "link", cursor?: string) =>
    call(
      api.GET(`${root}/chats/{id}/files`, {
        // Pictures stand side by side: a page of them must fill a tall screen too.
        params: { ...id(chat), query: { kind, ...cursored(kind === "image" ? 120 : 60, cursor) } },
      }),
    ),
  events: (chat: string, after: number, limit: number) =>
    call(api.GET(`${root}/chats/{id}/events`, { params: { ...id(chat), query: { after, limit } } })),
  search: (
    query: { q?: string; chat?: string; sender?: string; from?: number; to?: number; kind?: string },
    cursor?: string,
    signal?: AbortSignal,
  ) =>
    call(
      api.GET(`${root}/search`, {
        params: { query: { ...query, ...cursored(30, cursor) } },
        ...(signal ? { signal } : {}),
      }),
    ),
  unread: () => call(api.GET(`${root}/unread`)),
};
