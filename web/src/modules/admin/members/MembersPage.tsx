import { FileInput, Network, UserPlus, Users, X } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { useMe } from "@/api/people";
import type { UserCard, UserHit } from "@/api/types";
import { useCommon } from "@/i18n";
import { useDebounced } from "@/lib/debounce";
import { useIsPhone } from "@/lib/media";
import { useSearch, useSetSearch } from "@/lib/nav";
import { DepartmentPicker, useDepartment } from "@/shared/department";
import {
  Button,
  EmptyState,
  ErrorState,
  IconButton,
  LinkButton,
  late,
  NextPageFailure,
  SearchField,
  SegmentedControl,
  Table,
} from "@/ui";
import { AdminSection } from "../AdminSection";
import { useReach } from "../reach";
import { BulkBar } from "./BulkBar";
import { useColumns } from "./columns";
import { filterOf, isFiltered, type PeopleFilter, states } from "./filter";
import { useT } from "./i18n";
import styles from "./Members.module.css";
import { usePeopleTable } from "./queries";

const PersonDrawer = late(() => import("./PersonDrawer").then((file) => file.PersonDrawer));

/** People of the organisation, or of what one administers: to find, choose and change. */
export default function PeoplePage() {
  const t = useT();
  const me = useMe();
  const isPhone = useIsPhone();
  const set = useSetSearch();
  return (
    <AdminSection
      id="people"
      subtitle={!isPhone && <Count />}
      actions={
        <>
          {me.permissions.import && !isPhone && (
            <LinkButton href="/admin/imports" icon={<FileInput size={16} />}>
              {t.import}
            </LinkButton>
          )}
          <Button
            variant="primary"
            icon={<UserPlus size={16} />}
            onPress={() => set({ user: "new", edit: undefined })}
          >
            {t.add}
          </Button>
        </>
      }
    >
      <People />
    </AdminSection>
  );
}

function useFilter(): FilterProps {
  const { scopes } = useReach();
  const fallback = scopes[0]?.id;
  return { filter: filterOf(useSearch(), fallback), fallback };
}

/** How many people the filter finds, once all of them have come: the server does not count them before. */
function Count() {
  const common = useCommon();
  const query = usePeopleTable(useFilter().filter);
  if (!query.data || query.hasNextPage || query.isPlaceholderData) return null;
  return common.people(query.data.pages.reduce((sum, page) => sum + page.items.length, 0));
}

function People() {
  const { filter, fallback } = useFilter();
  return (
    <>
      <Toolbar filter={filter} fallback={fallback} />
      <PeopleTable filter={filter} fallback={fallback} />
      <PersonDrawer fallbackDepartment={filter.department} />
    </>
  );
}

interface FilterProps {
  filter: PeopleFilter;
  fallback: string | undefined;
}

function Toolbar({ filter, fallback }: FilterProps) {
  const t = useT();
  const set = useSetSearch();
  const { scopes } = useReach();
  const [typed, setTyped] = useState(filter.q);
  const settled = useDebounced(typed.trim());
  const [isPicking, setPicking] = useState(false);
  const department = useDepartment(filter.department).data;
  // Another address, as of a link, replaces what was typed; what is typed here replaces what the address says.
  const [known, setKnown] = useState(filter.q);
  if (filter.q !== known) {
    setKnown(filter.q);
    if (filter.q !== settled) setTyped(filter.q);
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed changes the address.
  useEffect(() => {
    if (settled !== filter.q) set({ q: settled || undefined });
  }, [settled]);
  const mayClear = filter.department !== fallback;
  return (
    <div className={styles.toolbar}>
      <SearchField
        className={styles.search}
        placeholder={t.search}
        value={typed}
        onChange={setTyped}
        maxLength={100}
      />
      <div className={styles.pair}>
        <Button icon={<Network size={16} />} onPress={() => setPicking(true)} className={styles.department}>
          {filter.department ? (department?.name ?? "…") : t.allDepartments}
        </Button>
        {mayClear && (
          <IconButton
            size="sm"
            icon={<X size={16} />}
            label={t.clearDepartment}
            onPress={() => set({ department: undefined })}
          />
        )}
      </div>
      <SegmentedControl
        className={styles.states ?? ""}
        label={t.columns.state}
        look="chips"
        segments={[
          { id: "all", label: t.allStates },
          ...states.map((state) => ({ id: state, label: t.states[state] })),
        ]}
        selected={filter.state ?? "all"}
        onSelect={(state) => set({ state: state === "all" ? undefined : state })}
      />
      <DepartmentPicker
        isOpen={isPicking}
        onOpenChange={setPicking}
        title={t.pickDepartment}
        initial={department}
        within={scopes.length > 0 ? scopes.map((scope) => scope.id) : undefined}
        onPick={(picked) => set({ department: picked?.id })}
      />
    </div>
  );
}

function PeopleTable({ filter, fallback }: FilterProps) {
  const t = useT();
  const isPhone = useIsPhone();
  const set = useSetSearch();
  const { user: open } = useSearch();
  const query = usePeopleTable(filter);
  const columns = useColumns(filter);
  const [chosen, setChosen] = useState<ReadonlyMap<string, UserCard>>(new Map());
  // What another filter finds begins at its top, and nothing stays chosen that is out of sight.
  const asked = JSON.stringify(filter);
  const [shown, setShown] = useState(asked);
  if (shown !== asked && !query.isPlaceholderData) {
    setShown(asked);
    setChosen(new Map());
  }
  const rows: readonly UserHit[] = useMemo(
    () => query.data?.pages.flatMap((page) => page.items) ?? [],
    [query.data],
  );
  const known = useMemo(() => new Map(rows.map((row) => [row.id, row])), [rows]);
  // States may have changed since the row was chosen.
  const people = [...chosen.values()].map((person) => known.get(person.id) ?? person);

  if (query.error && !query.data) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <div className={styles.tableArea}>
      <Table
        key={shown}
        label={t.columns.name}
        columns={columns}
        rows={rows}
        getKey={(person) => person.id}
        getText={(person) => person.name}
        rowHeight={isPhone ? 64 : 48}
        minWidth={720}
        onRowAction={(person) => set({ user: person.id, edit: undefined })}
        activeKey={open}
        isLoading={query.isPending || query.isFetchingNextPage}
        onEndReached={() => query.hasNextPage && query.fetchNextPage()}
        {...(isPhone
          ? {}
          : {
              selection: new Set(chosen.keys()),
              onSelectionChange: (keys: Set<string>) =>
                setChosen(
                  new Map(
                    [...keys].flatMap((key) => {
                      const person = known.get(key) ?? chosen.get(key);
                      return person ? [[key, person] as const] : [];
                    }),
                  ),
                ),
            })}
        empty={<Nobody filter={filter} fallback={fallback} />}
        footer={
          <>
            <NextPageFailure query={query} />
            {/* The bar floats over the last rows: they must be reachable below it. */}
            {people.length > 0 && <div className={styles.barRoom} />}
          </>
        }
      />
      {people.length > 0 && <BulkBar people={people} onClear={() => setChosen(new Map())} />}
    </div>
  );
}

function Nobody({ filter, fallback }: FilterProps) {
  const t = useT();
  const set = useSetSearch();
  const icon = <Users size={30} strokeWidth={1.5} />;
  if (!isFiltered(filter, fallback)) return <EmptyState icon={icon} title={t.none} text={t.noneText} />;
  return (
    <EmptyState
      icon={icon}
      title={t.noMatch}
      text={t.noMatchText}
      action={
        <Button onPress={() => set({ q: undefined, department: undefined, state: undefined })}>
          {t.clearFilters}
        </Button>
      }
    />
  );
}
