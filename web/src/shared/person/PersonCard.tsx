import { useQuery } from "@tanstack/react-query";
import { Copy, IdCard, MessageCircle } from "lucide-react";
import { ApiError } from "@/api/error";
import { useMaybeMe, useUserCard } from "@/api/people";
import { usePresence } from "@/api/presence";
import type { Membership, User, UserCard } from "@/api/types";
import { copyText } from "@/lib/clipboard";
import { hasModule } from "@/lib/module";
import { go } from "@/lib/nav";
import { dialText, phoneText } from "@/lib/phone";
import { Avatar, Button, ErrorState, Facts, IconButton, Link, SkeletonRows, Tag } from "@/ui";
import { Slot } from "../slot/Slot";
import { openChatWith } from "./chat";
import { Fact } from "./Fact";
import { useT, words } from "./i18n";
import { mainDepartment, PersonName } from "./Person";
import styles from "./Person.module.css";
import { userQuery } from "./queries";

/** Everything about a person that this reader may see. */
export function useUser(id: string) {
  return useQuery(userQuery(id));
}

/** The person as text for a paste: name, title, phones, mail. */
export function cardText(user: User): string {
  const t = words();
  const lines = [
    [user.name, user.title].filter(Boolean).join("  "),
    ...user.departments.map((membership) => departmentPath(membership)),
    ...user.phones.map((phone) => `${t.labels[phone.label ?? "mobile"] ?? phone.label} ${phone.number}`),
    user.email ?? "",
  ];
  return lines.filter(Boolean).join("\n");
}

function departmentPath(membership: Membership): string {
  return membership.path.length > 0 ? membership.path.join(" / ") : membership.name;
}

/** The card behind a name: face, place in the organisation, how to reach. */
export default function PersonCard({ id, close }: { id: string; close: () => void }) {
  const t = useT();
  const me = useMaybeMe();
  const brief = useUserCard(id);
  const { data: user, error, refetch } = useUser(id);
  const presence = usePresence(id);
  const person: UserCard | undefined = user ?? brief ?? undefined;
  if (!person) {
    const isMissing = brief === null || (error instanceof ApiError && error.isNotFound);
    if (isMissing) return <div className={styles.missing}>{t.missing}</div>;
    if (error) return <ErrorState isSmall error={error} onRetry={() => void refetch()} />;
    return <SkeletonRows rows={3} height={56} />;
  }
  const primary = mainDepartment(person);
  const isMe = me?.user.id === person.id;
  // Nobody has a chat with oneself.
  const canMessage = hasModule("chat") && person.state === "active" && !isMe;
  return (
    <div className={styles.card}>
      <div className={styles.head}>
        <Avatar name={person.name} src={person.avatar} size={56} presence={presence} />
        <div className={styles.who}>
          <div className={styles.name}>
            <span className={styles.nameText}>{person.name}</span>
            {person.state !== "active" && <Tag tone="warning">{t.states[person.state]}</Tag>}
          </div>
          <div className={styles.sub}>{primary?.title ?? person.title ?? primary?.name}</div>
        </div>
      </div>
      <div className={styles.actions}>
        {canMessage && (
          <Button
            variant="primary"
            icon={<MessageCircle size={16} />}
            onPress={() => {
              close();
              void openChatWith(person.id);
            }}
          >
            {t.message}
          </Button>
        )}
        <Slot name="person.actions" with={{ person, close }} />
        {hasModule("people") && (
          <IconButton
            icon={<IdCard size={18} />}
            label={t.openPage}
            onPress={() => {
              close();
              go(isMe ? "/settings/profile" : `/people/user/${person.id}`);
            }}
          />
        )}
        {user && (
          <IconButton
            icon={<Copy size={16} />}
            label={t.copyCard}
            onPress={() => void copyText(cardText(user))}
          />
        )}
      </div>
      <div className={styles.facts}>
        <PersonFacts person={person} user={user} onLeave={close} />
        <Slot name="person.facts" with={{ person }} />
      </div>
    </div>
  );
}

interface PersonFactsProps {
  person: UserCard;
  user: User | undefined;
  /** Runs when a link leads away, so that a popover can close. */
  onLeave?: () => void;
}

/** Departments, phones, mail, manager; also for the person's page. */
export function PersonFacts({ person, user, onLeave }: PersonFactsProps) {
  const t = useT();
  return (
    <Facts
      items={[
        [
          t.departments,
          person.departments.length > 0 &&
            person.departments.map((membership) => (
              <Fact key={membership.id}>
                <DepartmentLink membership={membership} onLeave={onLeave} />{" "}
                {membership.head && <Tag tone="accent">{t.head}</Tag>}
              </Fact>
            )),
        ],
        ...(user?.phones ?? []).map(
          (phone) =>
            [
              t.labels[phone.label ?? "mobile"] ?? phone.label,
              <Fact key={phone.number} copies={phone.number} what={t.phone}>
                <Link href={`tel:${dialText(phone.number)}`} plain>
                  {phoneText(phone.number)}
                </Link>
              </Fact>,
            ] as const,
        ),
        [
          t.email,
          user?.email && (
            <Fact copies={user.email} what={t.email}>
              <Link href={`mailto:${user.email}`} plain>
                {user.email}
              </Link>
            </Fact>
          ),
        ],
        [
          t.manager,
          user?.manager && (
            <Fact>
              <PersonName person={user.manager} />
            </Fact>
          ),
        ],
        [
          t.employeeNo,
          user?.employee_no && (
            <Fact copies={user.employee_no} what={t.employeeNo}>
              {user.employee_no}
            </Fact>
          ),
        ],
        ...(user?.attributes ?? []).map(
          (attribute) =>
            [attribute.label, attribute.value && <Fact key={attribute.key}>{attribute.value}</Fact>] as const,
        ),
      ]}
    />
  );
}

function DepartmentLink({
  membership,
  onLeave,
}: {
  membership: Membership;
  onLeave: (() => void) | undefined;
}) {
  const path = departmentPath(membership);
  if (!hasModule("people")) return path;
  return (
    <Link href={`/people/dept/${membership.id}`} plain {...(onLeave ? { onPress: onLeave } : {})}>
      {path}
    </Link>
  );
}
