import type { Chat, ChatMember, Me } from "@/api/types";

/** What this reader may do with a member of a chat. The server decides; this only spares asking in vain. */
export interface MemberRights {
  /** Make an admin, or a member again. */
  appoint: boolean;
  transfer: boolean;
  remove: boolean;
}

/** Whether the members of a chat are those of the directory. */
export const followsDirectory = (chat: Pick<Chat, "kind">) =>
  chat.kind === "department" || chat.kind === "everyone";

/** Owners of the organisation, and admins of all of it. */
const runsOrganisation = (me: Me) =>
  me.roles.some(({ role, department }) => role === "owner" || (role === "admin" && !department));

export function rightsOver(member: ChatMember, chat: Chat, me: Me): MemberRights {
  const { role } = member;
  const isMe = member.user.id === me.user.id;
  const isOwner = chat.me.role === "owner";
  const outranks = isOwner || (chat.me.role === "admin" && role === "member");
  // Chats that follow the directory may have no owner: there the organisation appoints, itself too.
  const appoints = isOwner || (followsDirectory(chat) && runsOrganisation(me));
  return {
    appoint: chat.kind !== "direct" && appoints && role !== "owner",
    transfer: isOwner && !isMe && chat.kind !== "direct" && chat.kind !== "everyone",
    remove: chat.kind === "group" && outranks && !isMe,
  };
}
