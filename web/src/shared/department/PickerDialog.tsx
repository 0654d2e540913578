import { useQueries } from "@tanstack/react-query";
import { CornerLeftUp, Network, Search } from "lucide-react";
import { useRef, useState } from "react";
import { api, call } from "@/api/client";
import type { Department } from "@/api/types";
import { useCommon } from "@/i18n";
import { useDebounced } from "@/lib/debounce";
import { useIsPhone } from "@/lib/media";
import {
  Button,
  Dialog,
  EmptyState,
  Highlight,
  ListItem,
  Loaded,
  SearchField,
  SkeletonRows,
  Tag,
  VirtualList,
} from "@/ui";
import { useResultKeys } from "../search/keys";
import styles from "./Department.module.css";
import type { DepartmentPickerProps } from "./DepartmentPicker";
import { DepartmentTree, useReveal } from "./DepartmentTree";
import { useT } from "./i18n";
import {
  departmentKey,
  departmentPath,
  isWithin,
  literal,
  pathAbove,
  useBranch,
  useDepartmentSearch,
} from "./queries";

/** A chosen department; null is the place above all of them. */
type Choice = Department | null | undefined;

export default function PickerDialog(props: DepartmentPickerProps) {
  const { isOpen, onOpenChange, title, initial, within, isExcluded, mayBeTop, action, onPick } = props;
  const t = useT();
  const common = useCommon();
  const isPhone = useIsPhone();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<Choice>(initial);
  const [isBusy, setBusy] = useState(false);
  const q = useDebounced(typed.trim());
  const search = useDepartmentSearch(q);
  const box = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);

  const choose = (department: Choice) => {
    if (department && isExcluded?.(department)) return;
    setChosen(department);
  };
  const pickFound = (department: Department) => {
    if (isExcluded?.(department)) return;
    setChosen(department);
    // The tree shows where it stands.
    setTyped("");
    box.current?.focus();
  };
  const roots = new Set(within);
  const found = within ? search.data?.filter((item) => isWithin(item, roots)) : search.data;
  const isCurrent = q === typed.trim() && !search.isPlaceholderData;
  const keys = useResultKeys({ typed, found: isCurrent ? found : undefined, onPick: pickFound, list });
  const finish = async () => {
    if (chosen === undefined) return;
    setBusy(true);
    try {
      await onPick(chosen);
      onOpenChange(false);
    } catch {
      // The caller has said what failed; the choice stays for another attempt.
      setBusy(false);
    }
  };

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={title}
      tall
      flush
      footer={
        <>
          <span className={styles.chosen}>
            {chosen === undefined ? t.nothing : t.chosen(chosen ? departmentPath(chosen) : t.top)}
          </span>
          <Button
            variant="primary"
            isPending={isBusy}
            isDisabled={chosen === undefined}
            onPress={() => void finish()}
          >
            {action ?? common.ok}
          </Button>
        </>
      }
    >
      <div ref={list} className={styles.picker}>
        <div className={styles.search}>
          <SearchField
            placeholder={t.search}
            value={typed}
            onChange={setTyped}
            onKeyDown={keys.onKeyDown}
            inputRef={box}
            autoFocus={!isPhone}
            maxLength={100}
          />
        </div>
        {q === "" ? (
          <Browse {...props} chosen={chosen} onChoose={choose} mayBeTop={mayBeTop ?? false} />
        ) : (
          <div className={styles.browse}>
            <Loaded
              query={{ ...search, data: found }}
              skeleton={<SkeletonRows rows={6} height={52} face={0} />}
              isEmpty={(items) => items.length === 0}
              empty={
                <EmptyState icon={<Search size={30} strokeWidth={1.5} />} title={t.none} text={t.noneText} />
              }
            >
              {(items) => (
                <Results
                  q={q}
                  found={items}
                  reached={items[keys.index]}
                  isExcluded={isExcluded}
                  onPick={pickFound}
                />
              )}
            </Loaded>
          </div>
        )}
      </div>
    </Dialog>
  );
}

interface ChoosingProps extends Pick<DepartmentPickerProps, "within" | "isExcluded"> {
  chosen: Choice;
  onChoose: (department: Choice) => void;
}

/** The departments that the tree starts with: those of `within`, or the topmost ones. */
function useRoots(within: readonly string[] | undefined) {
  const top = useBranch(undefined, { enabled: within === undefined });
  const scoped = useQueries({
    queries: (within ?? []).map((id) => ({
      queryKey: departmentKey(id),
      queryFn: () => call(api.GET("/api/v1/people/departments/{id}", { params: { path: { id } } })),
    })),
  });
  if (!within) return top;
  const missing = scoped.find((query) => query.data === undefined);
  return {
    data: missing ? undefined : scoped.flatMap((query) => (query.data ? [query.data] : [])),
    error: missing?.error ?? null,
    fetchStatus: missing?.fetchStatus ?? ("idle" as const),
    refetch: () => Promise.all(scoped.map((query) => query.refetch())),
  };
}

function Browse({ within, isExcluded, chosen, onChoose, mayBeTop }: ChoosingProps & { mayBeTop: boolean }) {
  const t = useT();
  const roots = useRoots(within);
  const [expanded, setExpanded] = useState<Set<string>>(() => new Set(within));
  useReveal(chosen?.id, expanded, (ancestors) => setExpanded((open) => new Set([...open, ...ancestors])));
  const only = roots.data?.length === 1 ? roots.data[0] : undefined;
  const [opened, setOpened] = useState<string>();
  if (only && opened !== only.id) {
    setOpened(only.id);
    setExpanded(new Set([...expanded, only.id]));
  }
  return (
    <div className={styles.browse}>
      {mayBeTop && (
        <ListItem
          height={40}
          className={styles.top}
          leading={<CornerLeftUp size={16} />}
          title={t.top}
          isActive={chosen === null}
          onPress={() => onChoose(null)}
        />
      )}
      <Loaded
        query={roots}
        skeleton={<SkeletonRows rows={6} height={36} face={0} />}
        isEmpty={(items) => items.length === 0}
        empty={
          <EmptyState icon={<Network size={30} strokeWidth={1.5} />} title={t.empty} text={t.emptyText} />
        }
      >
        {(items) => (
          <DepartmentTree
            roots={items}
            expanded={expanded}
            onExpandedChange={setExpanded}
            selected={chosen?.id}
            onSelect={onChoose}
            {...(isExcluded ? { isFaint: isExcluded } : {})}
          />
        )}
      </Loaded>
    </div>
  );
}

interface ResultsProps extends Pick<DepartmentPickerProps, "isExcluded"> {
  q: string;
  found: readonly Department[];
  /** The one that the keys of the search box have reached. */
  reached: Department | undefined;
  onPick: (department: Department) => void;
}

function Results({ q, found, reached, isExcluded, onPick }: ResultsProps) {
  const t = useT();
  return (
    <>
      <VirtualList
        label={t.results}
        items={found}
        getKey={(department) => department.id}
        itemSize={52}
        activeKey={reached?.id}
        renderItem={(department, { tabIndex }) => (
          <ListItem
            height={52}
            tabIndex={tabIndex}
            isActive={department.id === reached?.id}
            isDisabled={isExcluded?.(department) ?? false}
            title={<Highlight text={department.name} ranges={literal(department.name, q)} />}
            subtitle={pathAbove(department) || t.topHint}
            after={
              isExcluded?.(department) ? (
                <Tag>{t.unavailable}</Tag>
              ) : (
                <span className={styles.count}>{t.people(department.people)}</span>
              )
            }
            onPress={() => onPick(department)}
          />
        )}
      />
      <div className="visually-hidden" role="status">
        {reached && departmentPath(reached)}
      </div>
    </>
  );
}
