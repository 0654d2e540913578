import { ChevronRight, Network, Settings2 } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { useMe } from "@/api/people";
import type { Department } from "@/api/types";
import { useLocale } from "@/i18n";
import { hasModule } from "@/lib/module";
import { setPageTitle } from "@/lib/title";
import { pathAbove, useBranch, useDepartment } from "@/shared/department";
import { PersonAvatar } from "@/shared/person";
import { Link, LinkButton, ListItem, Loaded, SkeletonRows } from "@/ui";
import { useT } from "./i18n";
import styles from "./People.module.css";
import { titleIn } from "./text";

/** What there is to know about a department, beside the list of its people. */
export function DepartmentOverview({ id }: { id: string }) {
  const query = useDepartment(id);
  const name = query.data?.name;
  useEffect(() => {
    if (name) setPageTitle(name);
  }, [name]);
  return (
    <div className={styles.page}>
      <div className={styles.sheet}>
        <Loaded query={query} skeleton={<SkeletonRows rows={4} />}>
          {(department) => <Overview department={department} />}
        </Loaded>
      </div>
    </div>
  );
}

function Overview({ department }: { department: Department }) {
  const t = useT();
  const me = useMe();
  const locale = useLocale();
  const above = pathAbove(department);
  const heads = department.heads ?? [];
  const managed = me.roles.some(
    (role) => !role.department || department.path.some((step) => step.id === role.department?.id),
  );
  return (
    <>
      <header className={styles.hero}>
        <span className={styles.emblem}>
          <Network size={32} strokeWidth={1.5} />
        </span>
        <div className={styles.heroText}>
          <h2 className={styles.heroName}>{department.name}</h2>
          {above && <div className={styles.heroSub}>{above}</div>}
        </div>
        {managed && hasModule("admin") && (
          <LinkButton href={`/admin/departments?id=${department.id}`} icon={<Settings2 size={16} />}>
            {t.department.openAdmin}
          </LinkButton>
        )}
      </header>
      <dl className={styles.stats}>
        <Stat label={t.department.total}>{department.people.toLocaleString(locale)}</Stat>
        <Stat label={t.department.direct}>{department.direct_people.toLocaleString(locale)}</Stat>
        <Stat label={t.department.children}>{department.children.toLocaleString(locale)}</Stat>
      </dl>
      {heads.length > 0 && (
        <section className={styles.block}>
          <h3 className={styles.blockTitle}>{t.department.heads}</h3>
          <div className={styles.tiles}>
            {heads.map((head) => (
              <Link key={head.id} href={`/people/user/${head.id}`} plain className={styles.tile}>
                <PersonAvatar person={head} size={36} withPresence />
                <span className={styles.tileText}>
                  <span className={styles.tileName}>{head.name}</span>
                  <span className={styles.tileSub}>{titleIn(head, department.id)}</span>
                </span>
              </Link>
            ))}
          </div>
        </section>
      )}
      {department.children > 0 && <Below department={department} />}
    </>
  );
}

function Stat({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.stat}>
      <dd>{children}</dd>
      <dt>{label}</dt>
    </div>
  );
}

function Below({ department }: { department: Department }) {
  const t = useT();
  const query = useBranch(department.id);
  return (
    <section className={styles.block}>
      <h3 className={styles.blockTitle}>{t.department.below}</h3>
      <Loaded query={query} skeleton={<SkeletonRows rows={department.children} height={40} face={0} />}>
        {(items) => (
          <div className={styles.below}>
            {items.map((item) => (
              <ListItem
                key={item.id}
                height={40}
                href={`/people/dept/${item.id}`}
                title={item.name}
                meta={t.people(item.people)}
                after={<ChevronRight size={16} className={styles.chevron} />}
              />
            ))}
          </div>
        )}
      </Loaded>
    </section>
  );
}
