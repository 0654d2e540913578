import { useCallback, useEffect, useRef, useState } from "react";
import type { Department } from "@/api/types";
import { useLocale } from "@/i18n";
import { cx } from "@/lib/cx";
import { Tree } from "@/ui";
import styles from "./Department.module.css";
import { useT } from "./i18n";
import { useBranches, useDepartment } from "./queries";

export interface DepartmentTreeProps {
  roots: readonly Department[];
  expanded: ReadonlySet<string>;
  onExpandedChange: (expanded: Set<string>) => void;
  selected?: string | undefined;
  onSelect: (department: Department) => void;
  /** Drawn faint, as where something cannot be moved to. */
  isFaint?: (department: Department) => boolean;
  className?: string;
}

/** The departments below `roots`, each branch fetched when it opens, with the number of people in each. */
export function DepartmentTree(props: DepartmentTreeProps) {
  const { roots, expanded, onExpandedChange, selected, onSelect, isFaint, className } = props;
  const t = useT();
  const locale = useLocale();
  const branches = useBranches(expanded);
  const getChildren = useCallback((department: Department) => branches.get(department.id), [branches]);
  return (
    <Tree
      label={t.tree}
      roots={roots}
      getKey={(department) => department.id}
      getChildren={getChildren}
      hasChildren={(department) => department.children > 0}
      expanded={expanded}
      onExpandedChange={onExpandedChange}
      selected={selected}
      onSelect={onSelect}
      getText={(department) => department.name}
      renderLabel={(department) => (
        <>
          <span className={cx(styles.name, isFaint?.(department) && styles.faint)} title={department.name}>
            {department.name}
          </span>
          <span className={styles.count}>{department.people.toLocaleString(locale)}</span>
        </>
      )}
      {...(className ? { className } : {})}
    />
  );
}

/**
 * Opens the branches that lead to a department, once for each department; those that the reader closes before it is
 * known where it stands remain closed.
 */
export function useReveal(
  id: string | undefined,
  expanded: ReadonlySet<string>,
  onReveal: (ancestors: readonly string[]) => void,
) {
  const { data } = useDepartment(id);
  const [asked, setAsked] = useState({ id, expanded });
  if (asked.id !== id) setAsked({ id, expanded });
  const path = data?.path;
  const revealed = useRef<string>(undefined);
  useEffect(() => {
    if (!path || revealed.current === id) return;
    revealed.current = id;
    const isClosed = (step: string) => asked.expanded.has(step) && !expanded.has(step);
    onReveal(path.slice(0, -1).flatMap((step) => (isClosed(step.id) ? [] : [step.id])));
  });
}
