import { ChevronRight, UsersRound } from "lucide-react";
import { useEffect, useRef } from "react";
import { useMe } from "@/api/people";
import type { Department, UserCard } from "@/api/types";
import { goBack } from "@/lib/nav";
import { setPageTitle } from "@/lib/title";
import { useBranch, useDepartment } from "@/shared/department";
import { useMembers } from "@/shared/person";
import { EmptyState, Link, Loaded, NextPage, PaneHeader, SkeletonRows, VirtualList } from "@/ui";
import { crumbsOf } from "./crumbs";
import { useT } from "./i18n";
import styles from "./People.module.css";
import { DepthSwitch, useDepth } from "./PeopleColumn";
import { PersonRow } from "./PersonRow";
import { DepartmentRow } from "./PhoneHome";

const skeleton = <SkeletonRows rows={8} height={56} face={36} />;

type Row = { type: "department"; department: Department } | { type: "person"; person: UserCard };

/** A department on a phone: where it stands, what is below it, who is in it. */
export function DepartmentPage({ id }: { id: string }) {
  const t = useT();
  const query = useDepartment(id);
  const department = query.data;
  const isDeep = useDepth(department);
  const name = department?.name;
  useEffect(() => {
    if (name) setPageTitle(name);
  }, [name]);
  return (
    <>
      <PaneHeader
        title={name ?? ""}
        subtitle={department && t.people(department.people)}
        onBack={() => goBack("/people")}
        actions={department && department.children > 0 && <DepthSwitch isDeep={isDeep} />}
      />
      {department && department.path.length > 1 && <Crumbs department={department} />}
      <Loaded query={query} skeleton={skeleton}>
        {(loaded) => <Rows department={loaded} isDeep={isDeep} />}
      </Loaded>
    </>
  );
}

function Crumbs({ department }: { department: Department }) {
  const me = useMe();
  const roots = useBranch(undefined).data;
  const steps = crumbsOf(department, me.org.name, roots);
  const end = useRef<HTMLSpanElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end is what one wants to see of each new path.
  useEffect(() => {
    end.current?.scrollIntoView?.({ inline: "end", block: "nearest" });
  }, [department.id]);
  return (
    <nav className={styles.crumbs}>
      {steps.map(({ href, name }, index) => (
        <span key={href} className={styles.crumbPart}>
          {index > 0 && <ChevronRight size={14} />}
          <Link href={href} className={styles.crumb}>
            {name}
          </Link>
        </span>
      ))}
      <span ref={end} className={styles.crumbPart}>
        <ChevronRight size={14} />
        <span className={styles.crumbHere}>{department.name}</span>
      </span>
    </nav>
  );
}

function Rows({ department, isDeep }: { department: Department; isDeep: boolean }) {
  const t = useT();
  const below = useBranch(department.id, { enabled: department.children > 0 });
  const members = useMembers(department.id, { deep: isDeep });
  if (!members.data) {
    return (
      <Loaded query={members} skeleton={skeleton}>
        {() => null}
      </Loaded>
    );
  }
  if (department.children > 0 && below.isPending && below.fetchStatus !== "paused") return skeleton;
  const people = members.data.pages.flatMap((page) => page.items);
  const rows: Row[] = [
    ...(isDeep ? [] : (below.data ?? [])).map((item) => ({ type: "department" as const, department: item })),
    ...people.map((person) => ({ type: "person" as const, person })),
  ];
  if (rows.length === 0) {
    return (
      <EmptyState
        icon={<UsersRound size={30} strokeWidth={1.5} />}
        title={t.emptyDepartment}
        text={t.emptyDepartmentText}
      />
    );
  }
  return (
    <VirtualList
      key={String(isDeep)}
      label={department.name}
      items={rows}
      getKey={(row) => (row.type === "department" ? row.department.id : row.person.id)}
      itemSize={56}
      onEndReached={() => members.hasNextPage && members.fetchNextPage()}
      footer={<NextPage query={members} skeleton={<SkeletonRows rows={3} height={56} face={36} />} />}
      renderItem={(row, { tabIndex }) =>
        row.type === "department" ? (
          <DepartmentRow department={row.department} tabIndex={tabIndex} />
        ) : (
          <PersonRow
            person={row.person}
            department={department.id}
            withDepartment={isDeep}
            tabIndex={tabIndex}
          />
        )
      }
    />
  );
}
