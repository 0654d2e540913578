import { ChevronRight, Network, UsersRound } from "lucide-react";
import { useMe } from "@/api/people";
import type { Department, Membership } from "@/api/types";
import { useBranch } from "@/shared/department";
import { IconBox, ListItem, Loaded, PaneHeader, SkeletonRows, VirtualList } from "@/ui";
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

type Row =
  | { type: "mine"; membership: Membership; isFirst: boolean }
  | { type: "everyone" }
  | { type: "department"; department: Department };

/** One list, because an office without a common root may have thousands of topmost departments. */
function Home() {
  const t = useT();
  const me = useMe();
  const roots = useBranch(undefined);
  const rows: Row[] = [
    ...me.user.departments.map((membership, index) => ({
      type: "mine" as const,
      membership,
      isFirst: index === 0,
    })),
    { type: "everyone" },
    ...(roots.data ?? []).map((department) => ({ type: "department" as const, department })),
  ];
  return (
    <VirtualList
      label={t.title}
      items={rows}
      getKey={rowKey}
      itemSize={56}
      footer={
        !roots.data?.length && (
          <div role="listitem">
            <Loaded query={roots} skeleton={<SkeletonRows rows={5} height={56} face={36} />}>
              {() => <EmptyTree />}
            </Loaded>
          </div>
        )
      }
      renderItem={(row, { tabIndex }) => <HomeRow row={row} tabIndex={tabIndex} />}
    />
  );
}

function rowKey(row: Row): string {
  if (row.type === "mine") return `mine ${row.membership.id}`;
  return row.type === "department" ? row.department.id : row.type;
}

function HomeRow({ row, tabIndex }: { row: Row; tabIndex: 0 | -1 }) {
  const t = useT();
  if (row.type === "department") return <DepartmentRow department={row.department} tabIndex={tabIndex} />;
  if (row.type === "everyone") {
    return (
      <>
        <div className={styles.groupTitle}>{t.tree}</div>
        <ListItem
          height={56}
          tabIndex={tabIndex}
          href="/people/all"
          leading={
            <IconBox>
              <UsersRound size={18} strokeWidth={1.75} />
            </IconBox>
          }
          title={t.everyone}
          after={<Chevron />}
        />
      </>
    );
  }
  const { membership } = row;
  return (
    <>
      {row.isFirst && <div className={styles.groupTitle}>{t.mine}</div>}
      <ListItem
        height={56}
        tabIndex={tabIndex}
        href={`/people/dept/${membership.id}`}
        leading={<Folder />}
        title={membership.name}
        subtitle={membership.path.slice(0, -1).join(" / ")}
        after={<Chevron />}
      />
    </>
  );
}

export function DepartmentRow({ department, tabIndex }: { department: Department; tabIndex: 0 | -1 }) {
  const t = useT();
  return (
    <ListItem
      height={56}
      href={`/people/dept/${department.id}`}
      leading={<Folder />}
      title={department.name}
      subtitle={t.people(department.people)}
      after={<Chevron />}
      tabIndex={tabIndex}
    />
  );
}

function Folder() {
  return (
    <IconBox>
      <Network size={18} strokeWidth={1.75} />
    </IconBox>
  );
}

function Chevron() {
  return <ChevronRight size={16} className={styles.chevron} />;
}
