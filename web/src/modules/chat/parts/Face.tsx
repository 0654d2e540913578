import { Building2, Users } from "lucide-react";
import { useUserCard } from "@/api/people";
import { usePresence } from "@/api/presence";
import type { Chat } from "@/api/types";
import { cx } from "@/lib/cx";
import { Avatar, Pressable } from "@/ui";
import { openCard } from "./cardLayer";
import styles from "./Parts.module.css";

type Pictured = Pick<Chat, "kind" | "title" | "avatar"> & { peer?: Chat["peer"] };

/** The picture of a chat: a face for two people, a square for a group. */
export function ChatFace({
  chat,
  size,
  withPresence,
}: {
  chat: Pictured;
  size: number;
  withPresence?: boolean;
}) {
  const presence = usePresence(withPresence && chat.peer ? chat.peer.id : undefined);
  const iconSize = Math.round(size * 0.48);
  const icon =
    chat.kind === "everyone" ? (
      <Users size={iconSize} strokeWidth={1.75} />
    ) : chat.kind === "department" ? (
      <Building2 size={iconSize} strokeWidth={1.75} />
    ) : undefined;
  return (
    <Avatar
      name={chat.title}
      src={chat.avatar}
      size={size}
      shape={chat.kind === "direct" ? "circle" : "square"}
      presence={presence}
      {...(icon ? { icon } : {})}
    />
  );
}

export interface PersonFaceProps {
  id: string;
  name: string;
  size: number;
  className?: string | undefined;
}

/** A face that opens the person's card. */
export function PersonFace({ id, name, size, className }: PersonFaceProps) {
  const card = useUserCard(id);
  return (
    <Pressable
      className={cx(styles.face, className)}
      aria-label={name}
      onPress={({ target }) => openCard(id, target)}
      excludeFromTabOrder
    >
      <Avatar name={card?.name ?? name} src={card?.avatar} size={size} />
    </Pressable>
  );
}
