import { ChevronRight, Network, Settings2 } from "lucide-react";
import { useEffect } from "react";
import { useMe } from "@/api/people";
import type { Department } from "@/api/types";
import { cx } from "@/lib/cx";
import { hasModule } from "@/lib/module";
import { setPageTitle } from "@/lib/title";
import { pathAbove, useBranch, useDepartment } from "@/shared/department";
import { PersonAvatar } from "@/shared/person";
import { Link, LinkButton, ListItem, Loaded, SkeletonRows, Stats, VirtualList } from "@/ui";
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
    <Loaded
      query={query}
      skeleton={
        <div className={styles.sheet}>
          <SkeletonRows rows={4} />
        </div>
      }
    >
      {(department) => <Overview department={department} />}
    </Loaded>
  );
}

/** Departments drawn as skeletons at most. */
const mostSkeletons = 8;

/** The department and those below it in one list: there may be thousands. */
function Overview({ department }: { department: Department }) {
  const query = useBranch(department.id, { enabled: department.children > 0 });
  const below = department.children > 0 ? (query.data ?? []) : [];
  return (
    <VirtualList
      label={department.name}
      items={below}
      getKey={(item) => item.id}
      itemSize={40}
      header={
        <div className={cx(styles.sheet, department.children > 0 && styles.above)}>
          <About department={department} />
          {department.children > 0 && (
            <Loaded
              query={query}
              skeleton={
                <SkeletonRows rows={Math.min(department.children, mostSkeletons)} height={40} face={0} />
              }
            >
              {() => null}
            </Loaded>
          )}
        </div>
      }
      renderItem={(item, { tabIndex }) => (
        <div className={styles.below}>
          <BelowRow department={item} tabIndex={tabIndex} />
        </div>
      )}
    />
  );
}

function BelowRow({ department, tabIndex }: { department: Department; tabIndex: 0 | -1 }) {
  const t = useT();
  return (
    <ListItem
      height={40}
      tabIndex={tabIndex}
      href={`/people/dept/${department.id}`}
      title={department.name}
      meta={t.people(department.people)}
      after={<ChevronRight size={16} className={styles.chevron} />}
    />
  );
}

function About({ department }: { department: Department }) {
  const t = useT();
  const me = useMe();
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
      <Stats
        className={styles.stats}
        items={[
          [t.department.total, department.people],
          [t.department.direct, department.direct_people],
          [t.department.children, department.children],
        ]}
      />
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
      {department.children > 0 && (
        <h3 className={cx(styles.block, styles.blockTitle)}>{t.department.below}</h3>
      )}
    </>
  );
}
