import { ChevronRight, Search, Users, UsersRound, X } from "lucide-react";
import { Fragment, type ReactNode, useEffect, useRef, useState } from "react";
import { useMe } from "@/api/people";
import type { Department, UserCard, UserHit } from "@/api/types";
import { useCommon } from "@/i18n";
import { useDebounced } from "@/lib/debounce";
import { useIsPhone } from "@/lib/media";
import {
  Avatar,
  Button,
  Checkbox,
  CheckMark,
  Dialog,
  EmptyState,
  ErrorState,
  Highlight,
  IconBox,
  IconButton,
  ListItem,
  Loaded,
  NextPage,
  Pressable,
  SearchField,
  SkeletonRows,
  Tag,
  VirtualList,
} from "@/ui";
import { pathAbove, useBranch } from "../department/queries";
import { useResultKeys } from "../search/keys";
import { useT } from "./i18n";
import { mainDepartment, personLine } from "./Person";
import type { PersonPickerProps } from "./PersonPicker";
import styles from "./Picker.module.css";
import { useEveryone, useMembers, usePeopleSearch } from "./queries";

type Row = { type: "person"; person: UserHit } | { type: "department"; department: Department };

interface Selection {
  people: ReadonlyMap<string, UserCard>;
  departments: ReadonlyMap<string, Department>;
}

/** How the rows see and change the selection. */
interface Choosing {
  selection: Selection;
  isExcluded: (id: string) => boolean;
  /** As many are chosen as may be. */
  isFull: boolean;
  togglePerson: (person: UserCard) => void;
  /** As `togglePerson`, of somebody who was searched for. */
  pickFound: (person: UserCard) => void;
  toggleDepartment: ((department: Department) => void) | undefined;
  openDepartment: (department: Department) => void;
  isSingle: boolean;
}

function mayPick({ selection, isExcluded, isFull }: Choosing, id: string): boolean {
  return !isExcluded(id) && (!isFull || selection.people.has(id));
}

function toggled<T extends { id: string }>(map: ReadonlyMap<string, T>, item: T): Map<string, T> {
  const next = new Map(map);
  if (!next.delete(item.id)) next.set(item.id, item);
  return next;
}

export default function PickerDialog(props: PersonPickerProps) {
  const { isOpen, onOpenChange, title, mode = "many", initial = [], excluded, allowDepartments } = props;
  const { limit, action, mayBeEmpty, onPick } = props;
  const t = useT();
  const isPhone = useIsPhone();
  const [typed, setTyped] = useState("");
  const [trail, setTrail] = useState<readonly Department[]>([]);
  const [selection, setSelection] = useState<Selection>(() => ({
    people: new Map(initial.map((person) => [person.id, person])),
    departments: new Map(),
  }));
  const [isBusy, setBusy] = useState(false);
  const q = useDebounced(typed.trim());
  const found = usePeopleSearch(q);
  const box = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const count = selection.people.size + selection.departments.size;
  const isChanged =
    selection.departments.size > 0 ||
    selection.people.size !== initial.length ||
    initial.some(({ id }) => !selection.people.has(id));
  const isFull = limit !== undefined && selection.people.size >= limit;

  const finish = async (chosen: Selection) => {
    setBusy(true);
    try {
      await onPick({ people: [...chosen.people.values()], departments: [...chosen.departments.values()] });
      onOpenChange(false);
    } catch {
      // The caller has said what failed; the selection stays for another attempt.
      setBusy(false);
    }
  };

  const choosing: Choosing = {
    selection,
    isSingle: mode === "one",
    isExcluded: (id) => excluded?.has(id) ?? false,
    isFull,
    togglePerson: (person) => {
      if (mode === "one") void finish({ people: new Map([[person.id, person]]), departments: new Map() });
      else setSelection({ ...selection, people: toggled(selection.people, person) });
    },
    pickFound: (person) => {
      if (!mayPick(choosing, person.id)) return;
      choosing.togglePerson(person);
      if (mode === "one") return;
      // Ready for the next name.
      setTyped("");
      box.current?.focus();
    },
    toggleDepartment: allowDepartments
      ? (department) =>
          setSelection({ ...selection, departments: toggled(selection.departments, department) })
      : undefined,
    openDepartment: (department) => setTrail([...trail, department]),
  };
  const isCurrent = q === typed.trim() && !found.isPlaceholderData;
  const keys = useResultKeys({
    typed,
    found: isCurrent ? found.data : undefined,
    onPick: choosing.pickFound,
    list,
  });
  const chosen = (
    <Chosen
      selection={selection}
      choosing={choosing}
      onClear={() => setSelection({ people: new Map(), departments: new Map() })}
    />
  );

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={title}
      size={mode === "one" ? "md" : "lg"}
      isKept={mode === "many" && isChanged}
      tall
      flush
      footer={
        mode === "many" && (
          <Button
            variant="primary"
            isPending={isBusy}
            isDisabled={count === 0 && !mayBeEmpty}
            onPress={() => void finish(selection)}
          >
            {count > 0 ? `${action ?? t.picker.confirm} (${count})` : (action ?? t.picker.confirm)}
          </Button>
        )
      }
    >
      <div className={styles.picker}>
        <div ref={list} className={styles.find}>
          <div className={styles.search}>
            <SearchField
              placeholder={t.picker.search}
              value={typed}
              onChange={setTyped}
              onKeyDown={keys.onKeyDown}
              inputRef={box}
              autoFocus={!isPhone}
            />
          </div>
          {isPhone && mode === "many" && count > 0 && <Chips selection={selection} choosing={choosing} />}
          {q === "" ? (
            <Browse trail={trail} onTrail={setTrail} choosing={choosing} />
          ) : (
            <Results query={found} reached={keys.index} choosing={choosing} />
          )}
        </div>
        {!isPhone && mode === "many" && chosen}
      </div>
    </Dialog>
  );
}

interface ResultsProps {
  query: ReturnType<typeof usePeopleSearch>;
  /** Place of the person that the keys of the search box have reached. */
  reached: number;
  choosing: Choosing;
}

function Results({ query, reached, choosing }: ResultsProps) {
  const t = useT();
  return (
    <Loaded
      query={query}
      skeleton={<SkeletonRows rows={6} height={56} face={36} />}
      isEmpty={(people) => people.length === 0}
      empty={
        <EmptyState
          icon={<Search size={30} strokeWidth={1.5} />}
          title={t.picker.none}
          text={t.picker.noneText}
        />
      }
    >
      {(people) => (
        <>
          <Rows
            label={t.picker.results}
            rows={people.map((person) => ({ type: "person", person }))}
            choosing={{ ...choosing, togglePerson: choosing.pickFound }}
            reached={people[reached]?.id}
          />
          <Told person={people[reached]} />
        </>
      )}
    </Loaded>
  );
}

/** Whom the keys have reached, for screen readers: the focus is in the box above. */
function Told({ person }: { person: UserCard | undefined }) {
  return (
    <div className="visually-hidden" role="status">
      {person && `${person.name} ${personLine(person)}`}
    </div>
  );
}

interface BrowseProps {
  trail: readonly Department[];
  onTrail: (trail: readonly Department[]) => void;
  choosing: Choosing;
}

function Browse({ trail, onTrail, choosing }: BrowseProps) {
  const t = useT();
  const me = useMe();
  const here = trail[trail.length - 1];
  const departments = useBranch(here?.id);
  // Without departments everybody stands at the top.
  const isFlat = here === undefined && departments.data?.length === 0;
  const inDepartment = useMembers(here?.id);
  const everyone = useEveryone({ enabled: isFlat });
  const members = isFlat ? everyone : inDepartment;
  // Where everybody is below one department, the list begins inside of it.
  const only = trail.length === 0 && departments.data?.length === 1 ? departments.data[0] : undefined;
  const hasBegun = useRef(trail.length > 0);
  const top = useBranch(undefined).data;
  // The step above leads nowhere, unless the topmost department itself is to be chosen.
  const isOnlyRoot = top?.length === 1 && !choosing.toggleDepartment;
  useEffect(() => {
    if (!only || hasBegun.current) return;
    hasBegun.current = true;
    onTrail([only]);
  }, [only, onTrail]);
  const people = members.data?.pages.flatMap((page) => page.items) ?? [];
  const rows: Row[] = [
    ...(departments.data ?? []).map((department) => ({ type: "department" as const, department })),
    ...people.map((person) => ({ type: "person" as const, person })),
  ];
  const isLoading = departments.isPending || ((isFlat || here !== undefined) && members.isPending);
  const isFailed = members.isError && !members.data;
  const skeleton = <SkeletonRows rows={3} height={56} face={36} />;
  return (
    <>
      <div className={styles.crumbs}>
        {trail.length === 0 ? (
          <span className={styles.here}>{me.org.name}</span>
        ) : (
          !isOnlyRoot && (
            <>
              <Pressable className={styles.crumb} onPress={() => onTrail([])}>
                {me.org.name}
              </Pressable>
              <ChevronRight size={14} />
            </>
          )
        )}
        {trail.map((department, index) => (
          <Fragment key={department.id}>
            {index > 0 && <ChevronRight size={14} />}
            {index === trail.length - 1 ? (
              <span className={styles.here}>{department.name}</span>
            ) : (
              <Pressable className={styles.crumb} onPress={() => onTrail(trail.slice(0, index + 1))}>
                {department.name}
              </Pressable>
            )}
          </Fragment>
        ))}
      </div>
      <Loaded
        query={departments}
        skeleton={<SkeletonRows rows={6} height={56} face={36} />}
        isEmpty={() => rows.length === 0 && !isLoading && !isFailed}
        empty={
          <EmptyState
            icon={<UsersRound size={30} strokeWidth={1.5} />}
            title={t.picker.none}
            text={t.picker.emptyDepartment}
          />
        }
      >
        {() => (
          <Rows
            key={here?.id ?? "root"}
            label={here?.name ?? t.picker.root}
            rows={rows}
            choosing={choosing}
            footer={
              isFailed ? (
                <div role="listitem">
                  <ErrorState isSmall error={members.error} onRetry={() => void members.refetch()} />
                </div>
              ) : isLoading ? (
                skeleton
              ) : (
                <NextPage query={members} skeleton={skeleton} />
              )
            }
            onEndReached={() => members.hasNextPage && members.fetchNextPage()}
          />
        )}
      </Loaded>
    </>
  );
}

interface RowsProps {
  label: string;
  rows: readonly Row[];
  choosing: Choosing;
  /** The person that the keys of the search box have reached. */
  reached?: string | undefined;
  footer?: ReactNode;
  onEndReached?: () => unknown;
}

function Rows({ label, rows, choosing, reached, footer, onEndReached }: RowsProps) {
  return (
    <div className={styles.rows}>
      <VirtualList
        label={label}
        items={rows}
        itemSize={56}
        activeKey={reached}
        getKey={(row) => (row.type === "person" ? row.person.id : `d${row.department.id}`)}
        renderItem={(row, { tabIndex }) =>
          row.type === "person" ? (
            <PersonRow
              person={row.person}
              choosing={choosing}
              isReached={row.person.id === reached}
              tabIndex={tabIndex}
            />
          ) : (
            <DepartmentRow department={row.department} choosing={choosing} tabIndex={tabIndex} />
          )
        }
        footer={footer}
        {...(onEndReached ? { onEndReached } : {})}
      />
    </div>
  );
}

interface PersonRowProps {
  person: UserHit;
  choosing: Choosing;
  isReached: boolean;
  tabIndex: 0 | -1;
}

function PersonRow({ person, choosing, isReached, tabIndex }: PersonRowProps) {
  const t = useT();
  const isOn = choosing.selection.people.has(person.id);
  const { matched } = person;
  const inName = matched && (matched.field === "name" || matched.field === "pinyin");
  return (
    <ListItem
      height={52}
      tabIndex={tabIndex}
      isDisabled={!mayPick(choosing, person.id)}
      isActive={isReached}
      leading={
        <>
          {!choosing.isSingle && <CheckMark isOn={isOn} label={t.picker.chosen} />}
          <Avatar name={person.name} src={person.avatar} size={36} />
        </>
      }
      title={<Highlight text={person.name} ranges={inName ? matched.ranges : null} />}
      subtitle={
        matched?.text && !inName ? (
          <>
            {personLine(person)} · <Highlight text={matched.text} ranges={matched.ranges} />
          </>
        ) : (
          personLine(person)
        )
      }
      after={choosing.isExcluded(person.id) && !isOn ? <Tag>{t.picker.unavailable}</Tag> : undefined}
      onPress={() => choosing.togglePerson(person)}
    />
  );
}

interface DepartmentRowProps {
  department: Department;
  choosing: Choosing;
  tabIndex: 0 | -1;
}

function DepartmentRow({ department, choosing, tabIndex }: DepartmentRowProps) {
  const t = useT();
  const { toggleDepartment } = choosing;
  const row = (
    <ListItem
      height={52}
      tabIndex={tabIndex}
      leading={
        <IconBox>
          <Users size={18} />
        </IconBox>
      }
      title={department.name}
      subtitle={t.picker.people(department.people)}
      after={<ChevronRight size={16} />}
      onPress={() => choosing.openDepartment(department)}
    />
  );
  if (!toggleDepartment) return row;
  return (
    <div className={styles.pair}>
      <Checkbox
        aria-label={`${t.picker.whole} ${department.name}`}
        isSelected={choosing.selection.departments.has(department.id)}
        onChange={() => toggleDepartment(department)}
      />
      {row}
    </div>
  );
}

interface ChosenProps {
  selection: Selection;
  choosing: Choosing;
}

/** Who is chosen, beside the search at a desk. */
function Chosen({ selection, choosing, onClear }: ChosenProps & { onClear: () => void }) {
  const t = useT();
  const common = useCommon();
  const count = selection.people.size + selection.departments.size;
  return (
    <section className={styles.chosen} aria-label={t.picker.selected(count)}>
      <div className={styles.chosenHead}>
        <span className="tabular">{t.picker.selected(count)}</span>
        {count > 0 && (
          <Button variant="ghost" size="sm" onPress={onClear}>
            {t.picker.clear}
          </Button>
        )}
      </div>
      <div className={styles.chosenList}>
        {count === 0 && <EmptyState isSmall title="" text={t.picker.hint} />}
        {[...selection.departments.values()].map((department) => (
          <div key={department.id} className={styles.chosenRow}>
            <Avatar name={department.name} shape="square" size={28} icon={<Users size={16} />} />
            <ChosenText name={department.name} line={pathAbove(department)} />
            <IconButton
              size="sm"
              icon={<X size={16} />}
              label={`${common.remove} ${department.name}`}
              tip="none"
              onPress={() => choosing.toggleDepartment?.(department)}
            />
          </div>
        ))}
        {[...selection.people.values()].map((person) => (
          <div key={person.id} className={styles.chosenRow}>
            <Avatar name={person.name} src={person.avatar} size={28} />
            <ChosenText name={person.name} line={personLine(person)} />
            <IconButton
              size="sm"
              icon={<X size={16} />}
              label={`${common.remove} ${person.name}`}
              tip="none"
              onPress={() => choosing.togglePerson(person)}
            />
          </div>
        ))}
      </div>
    </section>
  );
}

/** A name with what tells it from another one of the same name. */
function ChosenText({ name, line }: { name: string; line: string }) {
  return (
    <span className={styles.chosenText}>
      <span className={styles.chosenName}>{name}</span>
      {line && (
        <span className={styles.chosenLine} title={line}>
          {line}
        </span>
      )}
    </span>
  );
}

/** Who is chosen, above the list on a phone. */
function Chips({ selection, choosing }: ChosenProps) {
  return (
    <div className={styles.chips}>
      {[...selection.departments.values()].map((department) => (
        <Tag key={department.id} tone="accent" onRemove={() => choosing.toggleDepartment?.(department)}>
          {department.name}
        </Tag>
      ))}
      {[...selection.people.values()].map((person) => (
        <Tag key={person.id} onRemove={() => choosing.togglePerson(person)} removeLabel={person.name}>
          {[person.name, mainDepartment(person)?.name].filter(Boolean).join(" · ")}
        </Tag>
      ))}
    </div>
  );
}
