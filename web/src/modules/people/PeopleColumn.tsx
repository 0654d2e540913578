import { Search, UsersRound } from "lucide-react";
import type { ReactNode } from "react";
import type { Department, UserCard } from "@/api/types";
import { goBack, useParam } from "@/lib/nav";
import { useDepartment } from "@/shared/department";
import { useEveryone, useMembers } from "@/shared/person";
import {
  EmptyState,
  ErrorState,
  Loaded,
  NextPage,
  OfflineState,
  PaneHeader,
  SegmentedControl,
  SkeletonRows,
  VirtualList,
} from "@/ui";
import { useT } from "./i18n";
import styles from "./People.module.css";
import { FoundRow, PersonRow } from "./PersonRow";
import { usePlace } from "./place";
import { useFoundPeople } from "./queries";
import { useQueryText } from "./SearchBox";
import { deepByDefault, everyone, useDirectory } from "./state";

/** The second column: the people of a department, everyone, or those found. */
export function PeopleColumn({ withBack }: { withBack?: boolean }) {
  const q = useQueryText();
  const place = usePlace();
  if (q !== "" && !withBack) return <FoundPeople q={q} />;
  return place === everyone ? (
    <EveryoneList {...(withBack ? { withBack } : {})} />
  ) : (
    <DepartmentPeople key={place} id={place} {...(withBack ? { withBack } : {})} />
  );
}

const skeleton = <SkeletonRows rows={10} height={56} face={36} />;
const moreSkeleton = <SkeletonRows rows={3} height={56} face={36} />;

/** People found, the best first. */
export function FoundPeople({ q, isBare }: { q: string; isBare?: boolean }) {
  const t = useT();
  const { query: found, people: shown, isOffline } = useFoundPeople(q);
  const open = useParam("userId");
  const activeIndex = useDirectory((state) => state.activeIndex);
  return (
    <>
      {!isBare && <PaneHeader title={t.results} />}
      {isOffline && shown && shown.length > 0 && (
        <p className={styles.quiet} role="status">
          {t.offlineFound}
        </p>
      )}
      <Loaded
        query={{ ...found, data: shown }}
        skeleton={skeleton}
        isEmpty={(people) => people.length === 0}
        empty={
          isOffline ? (
            <OfflineState text={t.offlineNobody} />
          ) : (
            <EmptyState icon={<Search size={30} strokeWidth={1.5} />} title={t.nobody} text={t.nobodyText} />
          )
        }
      >
        {(people) => (
          <VirtualList
            label={t.results}
            items={people}
            getKey={(person) => person.id}
            itemSize={56}
            activeKey={isBare ? undefined : people[activeIndex]?.id}
            onEndReached={() => found.hasNextPage && found.fetchNextPage()}
            footer={<NextPage query={found} skeleton={moreSkeleton} />}
            renderItem={(person, { tabIndex, index }) => (
              <FoundRow
                person={person}
                tabIndex={tabIndex}
                isActive={isBare ? person.id === open : index === activeIndex}
                onOpen={() => useDirectory.setState({ activeIndex: index })}
              />
            )}
          />
        )}
      </Loaded>
    </>
  );
}

/** Everyone of the organisation by name. */
export function EveryoneList({ withBack }: { withBack?: boolean }) {
  const t = useT();
  const query = useEveryone();
  return (
    <>
      <PaneHeader
        title={t.everyone}
        {...(withBack ? { onBack: () => goBack("/people"), alwaysBack: true } : {})}
      />
      <Loaded query={query} skeleton={skeleton}>
        {(data) => (
          <PeopleList
            label={t.everyone}
            query={query}
            people={data.pages.flatMap((page) => page.items)}
            withDepartment
            empty={<EmptyState icon={usersIcon} title={t.everyoneEmpty} />}
          />
        )}
      </Loaded>
    </>
  );
}

const usersIcon = <UsersRound size={30} strokeWidth={1.5} />;

/** Whether a department is listed with everyone below it. */
export function useDepth(department: Department | undefined): boolean {
  const chosen = useDirectory((state) => state.isDeep);
  if (!department || department.children === 0) return false;
  return chosen ?? deepByDefault(department);
}

export function DepthSwitch({ isDeep }: { isDeep: boolean }) {
  const t = useT();
  return (
    <SegmentedControl
      label={t.depth.label}
      look="chips"
      segments={[
        { id: "direct", label: t.depth.direct },
        { id: "deep", label: t.depth.deep },
      ]}
      selected={isDeep ? "deep" : "direct"}
      onSelect={(id) => useDirectory.setState({ isDeep: id === "deep" })}
    />
  );
}

function DepartmentPeople({ id, withBack }: { id: string; withBack?: boolean }) {
  const t = useT();
  const query = useDepartment(id);
  const isDeep = useDepth(query.data);
  const back = withBack ? { onBack: () => goBack("/people"), alwaysBack: true } : {};
  if (query.error && !query.data) {
    return (
      <>
        <PaneHeader title={t.tree} {...back} />
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </>
    );
  }
  const department = query.data;
  return (
    <>
      <PaneHeader
        title={department?.name ?? ""}
        subtitle={department && t.people(isDeep ? department.people : department.direct_people)}
        actions={department && department.children > 0 && <DepthSwitch isDeep={isDeep} />}
        {...back}
      />
      <Loaded query={query} skeleton={skeleton}>
        {(loaded) => <Members department={loaded} isDeep={isDeep} />}
      </Loaded>
    </>
  );
}

interface MembersProps {
  department: Department;
  isDeep: boolean;
}

/** The people of a department: heads, then by order, then by name. */
export function Members({ department, isDeep }: MembersProps) {
  const t = useT();
  const query = useMembers(department.id, { deep: isDeep });
  const hidesSome = !isDeep && department.people > 0;
  return (
    <Loaded query={query} skeleton={skeleton}>
      {(data) => (
        <PeopleList
          key={String(isDeep)}
          label={department.name}
          department={department.id}
          query={query}
          people={data.pages.flatMap((page) => page.items)}
          withDepartment={isDeep}
          empty={
            <EmptyState
              icon={usersIcon}
              title={hidesSome ? t.emptyBelow : t.emptyDepartment}
              text={hidesSome ? t.emptyBelowText : t.emptyDepartmentText}
            />
          }
        />
      )}
    </Loaded>
  );
}

interface PeopleListProps {
  label: string;
  query: ReturnType<typeof useEveryone>;
  people: readonly UserCard[];
  department?: string;
  withDepartment?: boolean;
  empty: ReactNode;
}

function PeopleList({ label, query, people, department, withDepartment, empty }: PeopleListProps) {
  const open = useParam("userId");
  if (people.length === 0) return empty;
  return (
    <VirtualList
      label={label}
      className={styles.people}
      items={people}
      getKey={(person) => person.id}
      itemSize={56}
      activeKey={people.some((person) => person.id === open) ? open : undefined}
      onEndReached={() => query.hasNextPage && query.fetchNextPage()}
      footer={<NextPage query={query} skeleton={moreSkeleton} />}
      renderItem={(person, { tabIndex }) => (
        <PersonRow
          person={person}
          department={department}
          withDepartment={withDepartment ?? false}
          isActive={person.id === open}
          tabIndex={tabIndex}
        />
      )}
    />
  );
}
