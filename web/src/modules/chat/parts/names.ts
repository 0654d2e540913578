import { cardKey, useUserCards } from "@/api/people";
import { queries } from "@/api/query";
import type { Message, UserCard } from "@/api/types";
import { useT, type Words, words } from "../i18n";
import { plainLine } from "../model/markdown/block";
import type { Note } from "../model/types";

export type NameOf = (id: string) => string;

const none: readonly string[] = [];

/** Names of people by id; those not loaded yet are a word that stands for anybody. */
export function useNames(ids: readonly string[] = none): NameOf {
  const t = useT();
  const cards = useUserCards(ids);
  const names = new Map(cards.map((card) => [card.id, card.name]));
  return (id) => (id === "all" ? t.everyone : (names.get(id) ?? t.someone));
}

/** A name that is known now, for what happens outside of components. */
export function knownName(id: string): string | undefined {
  return id === "all" ? words().everyone : queries.getQueryData<UserCard>(cardKey(id))?.name;
}

export const nameNow: NameOf = (id) => knownName(id) ?? words().someone;

/** People that a message needs by name, besides its sender. */
export function peopleIn(message: Message | null | undefined): readonly string[] {
  if (!message) return none;
  if (message.recalled_by && message.recalled_by !== message.sender) return [message.recalled_by];
  const { system } = message;
  if (!system) return message.mentions;
  if (system.kind === "added") return system.users.slice(0, 5);
  return "user" in system ? [system.user] : none;
}

/** Names shown in a note before the rest becomes a number. */
const mostNamed = 5;

/** What happened to the chat, in words. */
export function noteText(t: Words, note: Note, by: { id: string; name: string }, me: string, nameOf: NameOf) {
  const who = (id: string, name: string) => (id === me ? t.you : name);
  const actor = who(by.id, by.name);
  switch (note.kind) {
    case "created":
      return t.note.created(actor);
    case "added": {
      const names = note.users.slice(0, mostNamed).map((id) => who(id, nameOf(id)));
      const list = t.note.names(names, note.count);
      return note.users.length === 1 && note.users[0] === by.id
        ? t.note.joined(list)
        : t.note.added(actor, list);
    }
    case "removed":
      return t.note.removed(actor, who(note.user, nameOf(note.user)));
    case "left":
      return t.note.left(who(note.user, nameOf(note.user)));
    case "renamed":
      return t.note.renamed(actor, note.title);
    case "transferred":
      return t.note.transferred(actor, who(note.user, nameOf(note.user)));
    default:
      return t.note.announced(actor);
  }
}

/** A recalled message, in words. */
export function recalledText(t: Words, message: Message, me: string, nameOf: NameOf): string {
  const by = message.recalled_by ?? message.sender;
  if (by === message.sender) {
    return by === me ? t.preview.recalledMine : t.preview.recalled(message.sender_name);
  }
  const name = message.sender === me ? t.you : message.sender_name;
  return t.preview.recalledBy(by === me ? t.you : nameOf(by), name);
}

/** What stands for a message without words: pictures and files have a name, other kinds always have words. */
export function kindLabel(t: Words, kind: Message["kind"]): string {
  return kind === "image" || kind === "file" ? t.kinds[kind] : "";
}

/** What a message says, in one line without its sender. */
export function messageLine(t: Words, message: Message, me: string, nameOf: NameOf): string {
  if (message.recalled_at) return recalledText(t, message, me, nameOf);
  if (message.system) {
    return noteText(t, message.system, { id: message.sender, name: message.sender_name }, me, nameOf);
  }
  const text = plainLine(message.text, nameOf);
  const isPictures = message.files.every((file) => file.kind === "image");
  const first = message.files.find((file) => file.kind !== "image") ?? message.files[0];
  if (!first) return text;
  const count = message.files.length;
  const label = isPictures
    ? count > 1
      ? t.preview.images(count)
      : t.preview.image
    : t.preview.file(first.name, count);
  return text === "" ? label : `${label} ${text}`;
}

/** The same outside a component, with the names that are known. */
export const lineNow = (message: Message, me: string, nameOf: NameOf) =>
  messageLine(words(), message, me, nameOf);
