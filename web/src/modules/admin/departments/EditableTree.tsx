import { type KeyboardEvent, useCallback, useEffect, useMemo, useState } from "react";
import type { Department } from "@/api/types";
import { useLocale } from "@/i18n";
import { useIsTouch } from "@/lib/media";
import { useSetSearch } from "@/lib/nav";
import { literal, pathAbove } from "@/shared/department";
import { Highlight, ListItem, SearchField, Tree, VirtualList } from "@/ui";
import { useReach } from "../reach";
import { DepartmentMenu } from "./DepartmentMenu";
import styles from "./Departments.module.css";
import { useT } from "./i18n";
import type { Naming } from "./NameDialog";
import { knownTree } from "./queries";
import { childrenOf, type DepartmentMap, isIn, matching, type Nudge, nudge } from "./tree";
import { useMoves } from "./useMoves";
import { useTreeDrag } from "./useTreeDrag";

interface EditableTreeProps {
  items: readonly Department[];
  map: DepartmentMap;
  chosen: string | undefined;
  onName: (naming: Naming) => void;
}

const ways: Readonly<Record<string, Nudge>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowRight: "in",
  ArrowLeft: "out",
};

/** The tree with everything that can be done in it; while a filter is typed, the departments that match. */
export function EditableTree({ items, map, chosen, onName }: EditableTreeProps) {
  const t = useT();
  const isTouch = useIsTouch();
  const [typed, setTyped] = useState("");
  const roots = useRoots(map);
  // Here, and not where the branches are drawn: they stay as they were while a filter is typed.
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(() => new Set(roots.map((root) => root.id)));
  const open = (ids: readonly string[]) => setExpanded((old) => new Set([...old, ...ids]));
  const path = chosen ? map.byId.get(chosen)?.path.map((step) => step.id) : undefined;
  const pathText = path?.join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path as text says when it is another one.
  useEffect(() => {
    if (path) open(path.slice(0, -1));
  }, [pathText]);
  return (
    <>
      <div className={styles.search}>
        <SearchField placeholder={t.search} value={typed} onChange={setTyped} maxLength={100} />
      </div>
      {typed.trim() === "" ? (
        <Branches
          map={map}
          roots={roots}
          chosen={chosen}
          onName={onName}
          expanded={expanded}
          onExpandedChange={setExpanded}
          onOpen={(id) => open([id])}
        />
      ) : (
        <Matches items={items} text={typed.trim()} chosen={chosen} />
      )}
      <p className={styles.hint}>{isTouch ? t.hintTouch : t.hint}</p>
    </>
  );
}

/** Where the reader's part of the tree begins: everywhere, or at the departments they administer. */
function useRoots(map: DepartmentMap): readonly Department[] {
  const { scopes } = useReach();
  return useMemo(() => {
    if (scopes.length === 0) return childrenOf(map, null);
    const own = scopes.flatMap((scope) => map.byId.get(scope.id) ?? []);
    return own.filter((root) => !own.some((other) => other.id !== root.id && isIn(map, root.id, other.id)));
  }, [map, scopes]);
}

interface BranchesProps extends Omit<EditableTreeProps, "items"> {
  roots: readonly Department[];
  expanded: ReadonlySet<string>;
  onExpandedChange: (expanded: Set<string>) => void;
  onOpen: (id: string) => void;
}

function Branches({ map, roots, chosen, onName, expanded, onExpandedChange, onOpen }: BranchesProps) {
  const t = useT();
  const locale = useLocale();
  const set = useSetSearch();
  const { isWide } = useReach();
  const { move, said } = useMoves();
  const rootIds = useMemo(() => new Set(roots.map((root) => root.id)), [roots]);
  const mayMove = (department: Department) => isWide || !rootIds.has(department.id);
  const getRowProps = useTreeDrag({
    map,
    expanded,
    onExpand: onOpen,
    mayMove,
    mayHold: (parent) => isWide || parent !== null,
    onMove: (id, place) => {
      void move(id, place);
      if (place.parent) onOpen(place.parent);
    },
  });
  const onRowKey = (event: KeyboardEvent, department: Department): boolean => {
    if (event.key === "F2") {
      onName({ kind: "rename", department });
      return true;
    }
    const way = event.altKey ? ways[event.key] : undefined;
    if (!way) return false;
    // Of presses that come faster than the tree is drawn, each goes on from where the one before has led.
    const known = knownTree();
    const place = mayMove(department) ? nudge(known, department.id, way) : undefined;
    if (place && (isWide || (place.parent !== null && !isOutside(known, place.parent)))) {
      if (place.parent) onOpen(place.parent);
      void move(department.id, place, true);
    }
    return true;
  };
  const isOutside = (known: DepartmentMap, id: string) => ![...rootIds].some((root) => isIn(known, id, root));
  const getChildren = useCallback((department: Department) => childrenOf(map, department.id), [map]);

  return (
    <>
      <Tree
        label={t.search}
        className={styles.tree ?? ""}
        roots={roots}
        getKey={(department) => department.id}
        getChildren={getChildren}
        hasChildren={(department) => department.children > 0}
        expanded={expanded}
        onExpandedChange={onExpandedChange}
        selected={chosen}
        onSelect={(department) => set({ id: department.id })}
        getText={(department) => department.name}
        getRowProps={getRowProps}
        onRowKey={onRowKey}
        renderLabel={(department) => (
          <>
            <span className={styles.name} title={department.name}>
              {department.name}
            </span>
            <span className={styles.count}>{department.people.toLocaleString(locale)}</span>
            <DepartmentMenu
              department={department}
              map={map}
              mayMove={mayMove(department)}
              onMove={(place) => void move(department.id, place)}
              onName={onName}
              className={styles.rowMenu}
            />
          </>
        )}
      />
      <p role="status" className="visually-hidden">
        {said}
      </p>
    </>
  );
}

interface MatchesProps {
  items: readonly Department[];
  text: string;
  chosen: string | undefined;
}

function Matches({ items, text, chosen }: MatchesProps) {
  const t = useT();
  const locale = useLocale();
  const set = useSetSearch();
  const found = matching(items, text);
  if (found.length === 0) return <p className={styles.none}>{t.noMatch}</p>;
  return (
    <VirtualList
      label={t.search}
      items={found}
      getKey={(department) => department.id}
      itemSize={52}
      renderItem={(department, { tabIndex }) => (
        <ListItem
          height={52}
          tabIndex={tabIndex}
          isActive={department.id === chosen}
          title={<Highlight text={department.name} ranges={literal(department.name, text)} />}
          subtitle={pathAbove(department) || t.top}
          meta={department.people.toLocaleString(locale)}
          onPress={() => set({ id: department.id })}
        />
      )}
    />
  );
}
