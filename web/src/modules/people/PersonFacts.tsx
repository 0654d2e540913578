import type { User } from "@/api/types";
import { dialText, phoneText } from "@/lib/phone";
import { useTime } from "@/lib/time";
import { Fact } from "@/shared/person";
import { Facts, Link, Tag } from "@/ui";
import { useT } from "./i18n";
import styles from "./People.module.css";

export function ContactFacts({ user }: { user: User }) {
  const t = useT();
  if (user.phones.length === 0 && !user.email) return <p className={styles.none}>{t.person.noContact}</p>;
  return (
    <Facts
      items={[
        ...user.phones.map((phone) => {
          const label = t.person.phoneLabels[phone.label ?? "mobile"] ?? phone.label ?? "";
          return [
            label,
            <Fact key={phone.number} copies={phone.number} what={label}>
              <Link href={`tel:${dialText(phone.number)}`} plain className={styles.number}>
                {phoneText(phone.number)}
              </Link>
            </Fact>,
          ] as const;
        }),
        [
          t.person.email,
          user.email && (
            <Fact copies={user.email} what={t.person.email}>
              <Link href={`mailto:${user.email}`} plain>
                {user.email}
              </Link>
            </Fact>
          ),
        ],
      ]}
    />
  );
}

export function PositionFacts({ user, isMe }: { user: User; isMe: boolean }) {
  const t = useT();
  const time = useTime();
  return (
    <Facts
      items={[
        [
          t.person.department,
          user.departments.length > 0 &&
            user.departments.map((membership) => (
              <div key={membership.id} className={styles.membership}>
                <Link href={`/people/dept/${membership.id}`} plain className={styles.deptLink}>
                  {(membership.path.length > 0 ? membership.path : [membership.name]).join(" / ")}
                </Link>
                {membership.title && <span className={styles.membershipTitle}>{membership.title}</span>}
                {membership.head && <Tag tone="accent">{t.head}</Tag>}
                {membership.primary && user.departments.length > 1 && <Tag>{t.person.primary}</Tag>}
              </div>
            )),
        ],
        [
          t.person.employeeNo,
          user.employee_no && (
            <Fact copies={user.employee_no} what={t.person.employeeNo}>
              {user.employee_no}
            </Fact>
          ),
        ],
        [t.person.login, (isMe || user.can.edit) && user.login],
        [t.person.joined, user.joined_at && time.date(user.joined_at)],
        [t.person.left, user.left_at && time.date(user.left_at)],
      ]}
    />
  );
}

/** Fields that the organisation added. */
export function MoreFacts({ user }: { user: User }) {
  return (
    <Facts
      items={user.attributes.map(
        (attribute) =>
          [
            attribute.label,
            attribute.value && (
              <Fact key={attribute.key} copies={attribute.value} what={attribute.label}>
                {attribute.value}
              </Fact>
            ),
          ] as const,
      )}
    />
  );
}
