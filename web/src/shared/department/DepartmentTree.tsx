import { useCallback, useEffect } from "react";
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

/** Opens the branches that lead to a department, once for each department. */
export function useReveal(id: string | undefined, onReveal: (ancestors: readonly string[]) => void) {
  const { data } = useDepartment(id);
  const path = data?.path.map((step) => step.id).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: a move along the tree reveals; a new callback does not.
  useEffect(() => {
    if (path) onReveal(path.split(" ").slice(0, -1));
  }, [path]);
}
