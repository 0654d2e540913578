import { type ReactElement, type ReactNode, useState } from "react";
import { useUserCard } from "@/api/people";
import { usePresence } from "@/api/presence";
import type { Membership, UserCard } from "@/api/types";
import { cx } from "@/lib/cx";
import { Avatar, late, Popover, Pressable, SkeletonRows } from "@/ui";
import styles from "./Person.module.css";

const PersonCard = late(() => import("./PersonCard"), <SkeletonRows rows={3} height={56} />);

/** What is known about a person before asking the server. */
export interface PersonHint {
  id: string;
  name?: string | undefined;
  avatar?: string | null | undefined;
}

export interface PersonAvatarProps {
  person: PersonHint;
  size?: number;
  /** Shows and follows whether the person is here. */
  withPresence?: boolean;
  /** Opens the person's card when pressed. */
  opensCard?: boolean;
  className?: string;
}

/** A person's face. Give the id alone and the rest is fetched, many ids in one request. */
export function PersonAvatar({ person, size, withPresence, opensCard, className }: PersonAvatarProps) {
  const card = useUserCard(person.name === undefined || person.avatar === undefined ? person.id : undefined);
  const presence = usePresence(withPresence ? person.id : undefined);
  const name = person.name ?? card?.name ?? "…";
  const face = (
    <Avatar
      name={name}
      src={person.avatar ?? card?.avatar}
      {...(size === undefined ? {} : { size })}
      presence={presence}
      {...(className && !opensCard ? { className } : {})}
    />
  );
  if (!opensCard) return face;
  return (
    <PersonPopover
      id={person.id}
      name={name}
      trigger={
        <Pressable className={cx(styles.faceButton, className)} aria-label={name}>
          {face}
        </Pressable>
      }
    />
  );
}

export interface PersonNameProps {
  person: PersonHint;
  /** Plain text instead of a button that opens the card. */
  isPlain?: boolean;
  /** Drawn instead of the name, as `@刘竞文` in a message. */
  children?: ReactNode;
  className?: string;
}

/** A person's name; pressing it opens the card. Use it wherever a name is shown. */
export function PersonName({ person, isPlain, children, className }: PersonNameProps) {
  const card = useUserCard(person.name === undefined ? person.id : undefined);
  const name = person.name ?? card?.name ?? "…";
  if (isPlain) return <span className={className}>{children ?? name}</span>;
  return (
    <PersonPopover
      id={person.id}
      name={name}
      trigger={<Pressable className={cx(styles.nameButton, className)}>{children ?? name}</Pressable>}
    />
  );
}

export interface PersonPopoverProps {
  id: string;
  /** Name of the card for screen readers: the person's. */
  name: string;
  /** A Button or Pressable. */
  trigger: ReactElement;
}

/** Opens the person's card at any trigger. */
export function PersonPopover({ id, name, trigger }: PersonPopoverProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover isOpen={isOpen} onOpenChange={setOpen} trigger={trigger} placement="right top" label={name}>
      {({ close }) => <PersonCard id={id} close={close} />}
    </Popover>
  );
}

/** The department that a person belongs to first. */
export function mainDepartment(person: Pick<UserCard, "departments">): Membership | undefined {
  return person.departments.find((membership) => membership.primary) ?? person.departments[0];
}

/** The line under a name: title and department. */
export function personLine(person: Pick<UserCard, "title" | "departments">): string {
  const primary = mainDepartment(person);
  return [primary?.title ?? person.title, primary?.name].filter(Boolean).join(" · ");
}
