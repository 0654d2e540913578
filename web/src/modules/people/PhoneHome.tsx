import { ChevronRight, Network, UsersRound } from "lucide-react";
import { useMe } from "@/api/people";
import type { Department } from "@/api/types";
import { useBranch } from "@/shared/department";
import { ListItem, Loaded, PaneHeader, SkeletonRows } from "@/ui";
import { EmptyTree } from "./EmptyTree";
import { useT } from "./i18n";
import styles from "./People.module.css";
import { FoundPeople } from "./PeopleColumn";
import { SearchBox, useQueryText } from "./SearchBox";

/** The first page of the directory on a phone: search, one's departments, the topmost departments. */
export function PhoneHome() {
  const t = useT();
  const q = useQueryText();
  return (
    <>
      <PaneHeader title={t.title} />
      <div className={styles.searchRow}>
        <SearchBox />
      </div>
      {q === "" ? <Home /> : <FoundPeople q={q} isBare />}
    </>
  );
}

function Home() {
  const t = useT();
  const me = useMe();
  const roots = useBranch(undefined);
  const { departments } = me.user;
  return (
    <div className={styles.home}>
      {departments.length > 0 && (
        <nav aria-label={t.mine}>
          <div className={styles.groupTitle}>{t.mine}</div>
          {departments.map((membership) => (
            <ListItem
              key={membership.id}
              height={56}
              href={`/people/dept/${membership.id}`}
              leading={<Folder />}
              title={membership.name}
              subtitle={membership.path.slice(0, -1).join(" / ")}
              after={<Chevron />}
            />
          ))}
        </nav>
      )}
      <div className={styles.groupTitle}>{t.tree}</div>
      <ListItem
        height={56}
        href="/people/all"
        leading={
          <span className={styles.folder}>
            <UsersRound size={18} strokeWidth={1.75} />
          </span>
        }
        title={t.everyone}
        after={<Chevron />}
      />
      <Loaded
        query={roots}
        skeleton={<SkeletonRows rows={5} height={56} face={36} />}
        isEmpty={(items) => items.length === 0}
        empty={<EmptyTree />}
      >
        {(items) => items.map((department) => <DepartmentRow key={department.id} department={department} />)}
      </Loaded>
    </div>
  );
}

export function DepartmentRow({ department, tabIndex }: { department: Department; tabIndex?: 0 | -1 }) {
  const t = useT();
  return (
    <ListItem
      height={56}
      href={`/people/dept/${department.id}`}
      leading={<Folder />}
      title={department.name}
      subtitle={t.people(department.people)}
      after={<Chevron />}
      {...(tabIndex === undefined ? {} : { tabIndex })}
    />
  );
}

function Folder() {
  return (
    <span className={styles.folder}>
      <Network size={18} strokeWidth={1.75} />
    </span>
  );
}

function Chevron() {
  return <ChevronRight size={16} className={styles.chevron} />;
}
