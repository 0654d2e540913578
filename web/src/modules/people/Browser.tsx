import { Network, UsersRound } from "lucide-react";
import { useEffect } from "react";
import { useMe } from "@/api/people";
import { useCommon, useLocale } from "@/i18n";
import { go, usePath } from "@/lib/nav";
import {
  DepartmentTree,
  literal,
  pathAbove,
  useBranch,
  useDepartmentSearch,
  useReveal,
} from "@/shared/department";
import { Highlight, ListItem, Loaded, PaneHeader, SkeletonRows, VirtualList } from "@/ui";
import { EmptyTree } from "./EmptyTree";
import { useT } from "./i18n";
import { isUnanswered, knownDepartments } from "./known";
import styles from "./People.module.css";
import { usePlace } from "./place";
import { SearchBox, useQueryText } from "./SearchBox";
import { everyone, expand, useDirectory } from "./state";

/** The first column: search, the reader's departments, the tree. */
export function Browser() {
  const t = useT();
  const q = useQueryText();
  useOpenBranches();
  return (
    <>
      <PaneHeader title={t.title} />
      <div className={styles.searchRow}>
        <SearchBox />
      </div>
      {q === "" ? <Departments /> : <FoundDepartments q={q} />}
    </>
  );
}

/** Opens what leads to the place beside the tree, and the only topmost department. A search leaves them as they are. */
function useOpenBranches() {
  const place = usePlace();
  const roots = useBranch(undefined).data;
  const expanded = useDirectory((state) => state.expanded);
  useReveal(place === everyone ? undefined : place, expanded, expand);
  const only = roots?.length === 1 ? roots[0]?.id : undefined;
  useEffect(() => {
    if (only) expand([only]);
  }, [only]);
}

function Departments() {
  const t = useT();
  const place = usePlace();
  const roots = useBranch(undefined);
  const expanded = useDirectory((state) => state.expanded);
  return (
    <>
      <MyDepartments />
      <div className={styles.groupTitle}>{t.tree}</div>
      <ListItem
        height={36}
        className={styles.treeTop}
        leading={<UsersRound size={16} strokeWidth={1.75} />}
        title={t.everyone}
        href="/people/all"
        isActive={place === everyone}
      />
      <Loaded
        query={roots}
        skeleton={<SkeletonRows rows={6} height={36} face={0} />}
        isEmpty={(items) => items.length === 0}
        empty={<EmptyTree />}
      >
        {(items) => (
          <DepartmentTree
            roots={items}
            expanded={expanded}
            onExpandedChange={(next) => useDirectory.setState({ expanded: next })}
            selected={place}
            onSelect={(department) => void go(`/people/dept/${department.id}`)}
          />
        )}
      </Loaded>
    </>
  );
}

/** The departments one belongs to, unless the tree shows them in any case. */
function MyDepartments() {
  const t = useT();
  const me = useMe();
  const path = usePath();
  const { departments } = me.user;
  if (departments.length === 0) return null;
  return (
    <nav className={styles.mine} aria-label={t.mine}>
      <div className={styles.groupTitle}>{t.mine}</div>
      {departments.slice(0, 4).map((membership) => (
        <ListItem
          key={membership.id}
          height={36}
          className={styles.mineItem}
          href={`/people/dept/${membership.id}`}
          isActive={path === `/people/dept/${membership.id}`}
          leading={<Network size={16} strokeWidth={1.75} />}
          title={membership.name}
        />
      ))}
    </nav>
  );
}

/** Departments that match what is typed; people that match stand in the second column. */
function FoundDepartments({ q }: { q: string }) {
  const t = useT();
  const query = useDepartmentSearch(q);
  const place = usePlace();
  const common = useCommon();
  const locale = useLocale();
  const isOffline = isUnanswered(query);
  const found = isOffline ? knownDepartments(q) : query.data;
  return (
    <>
      <div className={styles.groupTitle}>{t.departmentsFound}</div>
      <Loaded
        query={{ ...query, data: found }}
        skeleton={<SkeletonRows rows={4} height={52} face={0} />}
        isEmpty={(items) => items.length === 0}
        empty={<p className={styles.quiet}>{isOffline ? common.offline.title : t.noDepartments}</p>}
      >
        {(items) => (
          <VirtualList
            label={t.departmentsFound}
            items={items}
            getKey={(department) => department.id}
            itemSize={52}
            renderItem={(department, { tabIndex }) => (
              <ListItem
                height={52}
                tabIndex={tabIndex}
                href={`/people/dept/${department.id}`}
                onPress={() => useDirectory.setState({ typed: "" })}
                isActive={place === department.id}
                title={<Highlight text={department.name} ranges={literal(department.name, q)} />}
                subtitle={pathAbove(department)}
                meta={department.people.toLocaleString(locale)}
              />
            )}
          />
        )}
      </Loaded>
    </>
  );
}
