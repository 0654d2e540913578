import type { Chat, Message } from "@/api/types";

/** Chats and messages for tests. */
export function message(seq: number, changes: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`,
    chat: "c1",
    seq,
    sender: "2",
    sender_name: "刘竞文",
    kind: "text",
    text: `第 ${seq} 条`,
    mentions: [],
    mentions_all: false,
    reply_to: null,
    reply_hidden: false,
    files: [],
    objects: [],
    reactions: [],
    created_at: 1_700_000_000_000 + seq * 60_000,
    edited_at: null,
    recalled_at: null,
    recalled_by: null,
    pinned: false,
    client_id: null,
    system: null,
    ...changes,
  };
}

export function chat(id: string, changes: Partial<Chat> = {}, mine: Partial<Chat["me"]> = {}): Chat {
  return {
    id,
    kind: "group",
    title: `群 ${id}`,
    avatar: null,
    peer: null,
    department: null,
    announcement: "",
    owner: null,
    members: 3,
    last_seq: 0,
    event_seq: 0,
    last_at: 0,
    last_message: null,
    settings: {
      history_for_new: true,
      who_can_post: "all",
      who_can_add: "all",
      who_can_mention_all: "all",
    },
    created_at: 0,
    me: {
      role: "member",
      read_seq: 0,
      unread: 0,
      last_seq: 0,
      mentions: 0,
      first_mention_seq: null,
      level: "all",
      muted: false,
      pinned: false,
      draft: null,
      history_from: 1,
      ...mine,
    },
    ...changes,
  };
}

/** Numbers that look random and are the same for the same seed, so that a failure can be repeated. */
export function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
