import { ChevronRight, UsersRound } from "lucide-react";
import type { User, UserCard } from "@/api/types";
import { cx } from "@/lib/cx";
import { PersonAvatar } from "@/shared/person";
import { Link, Skeleton, Tag } from "@/ui";
import { useT } from "./i18n";
import styles from "./People.module.css";
import { useLineAbove } from "./queries";

/** From the topmost manager down to the person, and how many report to them. */
export function ReportingLine({ user }: { user: User }) {
  const t = useT();
  const above = useLineAbove(user);
  const line: readonly UserCard[] = above.data ?? (user.manager ? [user.manager] : []);
  return (
    <section className={styles.block}>
      <h3 className={styles.blockTitle}>{t.person.reporting}</h3>
      <ol className={styles.strip}>
        {user.manager && above.isPending && (
          <li className={styles.step}>
            <Skeleton width={120} height={44} />
            <ChevronRight size={16} className={styles.chevron} />
          </li>
        )}
        {line.map((person) => (
          <li key={person.id} className={styles.step}>
            <Tile person={person} />
            <ChevronRight size={16} className={styles.chevron} />
          </li>
        ))}
        <li className={styles.step}>
          <Tile person={user} isHere />
          {user.reports > 0 && <ChevronRight size={16} className={styles.chevron} />}
        </li>
        {user.reports > 0 && (
          <li className={styles.step}>
            <span className={styles.reports}>
              <UsersRound size={16} strokeWidth={1.75} />
              {t.person.reports(user.reports)}
            </span>
          </li>
        )}
      </ol>
      {user.dotted_managers.length > 0 && (
        <div className={styles.dotted}>
          <span className={styles.dottedLabel}>{t.person.dotted}</span>
          <div className={styles.tiles}>
            {user.dotted_managers.map((person) => (
              <Tile key={person.id} person={person} />
            ))}
          </div>
        </div>
      )}
    </section>
  );
}

function Tile({ person, isHere }: { person: UserCard; isHere?: boolean }) {
  const t = useT();
  const content = (
    <>
      <PersonAvatar person={person} size={32} />
      <span className={styles.tileText}>
        <span className={styles.tileName}>
          {person.name}
          {person.state === "left" && <Tag>{t.states.left}</Tag>}
        </span>
        <span className={styles.tileSub}>{person.title ?? person.departments[0]?.name}</span>
      </span>
    </>
  );
  if (isHere) {
    return (
      <span className={cx(styles.tile, styles.tileHere)} aria-current="true">
        {content}
      </span>
    );
  }
  return (
    <Link href={`/people/user/${person.id}`} plain className={styles.tile}>
      {content}
    </Link>
  );
}
