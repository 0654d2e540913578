import type { Message, Reaction } from "@/api/types";
import type { Change } from "./events";

/** How many people the server names under a reaction. */
const named = 20;

function react(reactions: readonly Reaction[], emoji: string, user: string, on: boolean, me: string) {
  const found = reactions.find((reaction) => reaction.emoji === emoji);
  if (!found) {
    if (!on) return reactions;
    return [...reactions, { emoji, count: 1, users: [user], mine: user === me }];
  }
  const known = found.users.includes(user) || (user === me && found.mine);
  if (known === on) return reactions;
  const count = Math.max(found.count + (on ? 1 : -1), 0);
  if (count === 0) return reactions.filter((reaction) => reaction !== found);
  const users = on ? [...found.users, user].slice(0, named) : found.users.filter((id) => id !== user);
  const mine = user === me ? on : found.mine;
  return reactions.map((reaction) => (reaction === found ? { ...found, count, users, mine } : reaction));
}

/** A message after the change; the same object when nothing is different. */
export function patchMessage(message: Message, change: Change, me: string): Message {
  switch (change.type) {
    case "edited":
      // The later text wins, whichever way it came.
      if ((message.edited_at ?? 0) > (change.edited_at ?? 0) || message.recalled_at) return message;
      return {
        ...message,
        text: change.text,
        mentions: change.mentions,
        mentions_all: change.mentions_all,
        objects: change.objects,
        edited_at: change.edited_at,
      };
    case "recalled":
      if (message.recalled_at) return message;
      return {
        ...message,
        text: "",
        mentions: [],
        mentions_all: false,
        files: [],
        objects: [],
        reactions: [],
        reply_to: null,
        reply_hidden: false,
        pinned: false,
        recalled_at: change.recalled_at,
        recalled_by: change.recalled_by,
      };
    case "pinned":
      return message.recalled_at || message.pinned === change.pinned
        ? message
        : { ...message, pinned: change.pinned };
    case "reacted": {
      if (message.recalled_at) return message;
      const reactions = react(message.reactions, change.emoji, change.user, change.on, me);
      return reactions === message.reactions ? message : { ...message, reactions: [...reactions] };
    }
    default:
      return message;
  }
}

/**
 * Whether the change cannot be told apart from one already counted: beyond the people the server names, only the
 * server knows who reacted.
 */
export function isUnsure(message: Message, change: Change, me: string): boolean {
  if (change.type !== "reacted" || change.user === me) return false;
  const found = message.reactions.find((reaction) => reaction.emoji === change.emoji);
  return found !== undefined && found.count > found.users.length && !found.users.includes(change.user);
}

/** What a quote of a changed message looks like. */
export function patchQuoting(message: Message, change: Change): Message {
  const quote = message.reply_to;
  if (!quote || (change.type !== "edited" && change.type !== "recalled")) return message;
  if (quote.id !== change.message) return message;
  const changed =
    change.type === "recalled" ? { ...quote, text: "", recalled: true } : { ...quote, text: change.text };
  return { ...message, reply_to: changed };
}
