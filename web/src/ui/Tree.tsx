import { ChevronRight } from "lucide-react";
import {
  type HTMLAttributes,
  type KeyboardEvent,
  type ReactNode,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import { VList, type VListHandle } from "virtua";
import { cx } from "@/lib/cx";
import styles from "./List.module.css";

export interface TreeProps<T> {
  label: string;
  roots: readonly T[];
  getKey: (item: T) => string;
  /** Children when they are loaded; undefined while they are not. */
  getChildren: (item: T) => readonly T[] | undefined;
  hasChildren: (item: T) => boolean;
  expanded: ReadonlySet<string>;
  onExpandedChange: (expanded: Set<string>) => void;
  /** A node opened whose children are not loaded. */
  onLoad?: (item: T) => void;
  selected?: string | undefined;
  onSelect?: (item: T) => void;
  renderLabel: (item: T, node: { level: number; isExpanded: boolean; isSelected: boolean }) => ReactNode;
  /** Text for jumping by typing. */
  getText?: (item: T) => string;
  /** More for the element of a row: what drag and drop needs. */
  getRowProps?: (item: T) => RowProps;
  /** A key pressed while a row has the focus; true keeps it from the tree. */
  onRowKey?: (event: KeyboardEvent, item: T) => boolean;
  className?: string;
}

export type RowProps = Pick<
  HTMLAttributes<HTMLDivElement>,
  "draggable" | "onDragStart" | "onDragOver" | "onDragLeave" | "onDragEnd" | "onDrop"
> & { [data: `data-${string}`]: string | undefined };

interface Node<T> {
  item: T;
  key: string;
  level: number;
  parent: number;
  isExpanded: boolean;
  isLoading: boolean;
  position: number;
  siblings: number;
}

const indentPx = 18;

function flatten<T>(props: TreeProps<T>): Node<T>[] {
  const rows: Node<T>[] = [];
  const walk = (items: readonly T[], level: number, parent: number) => {
    for (const [position, item] of items.entries()) {
      const key = props.getKey(item);
      const isExpanded = props.expanded.has(key) && props.hasChildren(item);
      const children = isExpanded ? props.getChildren(item) : undefined;
      const at = rows.push({
        item,
        key,
        level,
        parent,
        isExpanded,
        isLoading: isExpanded && children === undefined,
        position: position + 1,
        siblings: items.length,
      });
      if (children) walk(children, level + 1, at - 1);
    }
  };
  walk(props.roots, 1, -1);
  return rows;
}

/** A tree of any size: visible rows only, children fetched when a node opens, keys as in a file manager. */
export function Tree<T>(props: TreeProps<T>) {
  const { label, selected, onSelect, onExpandedChange, expanded, hasChildren, getChildren, onLoad } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the accessors are stable in meaning; data and state decide.
  const rows = useMemo(() => flatten(props), [props.roots, props.expanded, props.getChildren]);
  const list = useRef<VListHandle>(null);
  const id = useId();
  const [focusKey, setFocusKey] = useState<string | undefined>(selected);
  const focusIndex = Math.max(
    rows.findIndex((row) => row.key === (focusKey ?? selected)),
    0,
  );

  const focus = (index: number) => {
    const row = rows[index];
    if (!row) return;
    setFocusKey(row.key);
    list.current?.scrollToIndex(index, { align: "nearest" });
  };
  const toggle = (row: Node<T>, open: boolean) => {
    const next = new Set(expanded);
    if (open) next.add(row.key);
    else next.delete(row.key);
    onExpandedChange(next);
    if (open && getChildren(row.item) === undefined) onLoad?.(row.item);
  };
  const choose = (row: Node<T>) => {
    setFocusKey(row.key);
    onSelect?.(row.item);
  };
  const jumpTo = (letter: string) => {
    const text = props.getText;
    if (!text) return;
    const order = [...rows.slice(focusIndex + 1), ...rows.slice(0, focusIndex + 1)];
    const hit = order.find((row) => text(row.item).toLowerCase().startsWith(letter.toLowerCase()));
    if (hit) focus(rows.indexOf(hit));
  };

  const inward = (row: Node<T>) => {
    if (hasChildren(row.item) && !row.isExpanded) toggle(row, true);
    else if (row.isExpanded) focus(focusIndex + 1);
  };
  const outward = (row: Node<T>) => {
    if (row.isExpanded) toggle(row, false);
    else if (row.parent >= 0) focus(row.parent);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[focusIndex];
    if (!row) return;
    if (props.onRowKey?.(event, row.item)) {
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      ArrowDown: focus.bind(null, focusIndex + 1),
      ArrowUp: focus.bind(null, focusIndex - 1),
      Home: focus.bind(null, 0),
      End: focus.bind(null, rows.length - 1),
      Enter: choose.bind(null, row),
      " ": choose.bind(null, row),
      ArrowRight: inward.bind(null, row),
      ArrowLeft: outward.bind(null, row),
    }[event.key];
    if (act) {
      event.preventDefault();
      act();
    } else if (event.key.length === 1) jumpTo(event.key);
  };

  return (
    <VList
      ref={list}
      role="tree"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={rows[focusIndex] ? `${id}-${rows[focusIndex].key}` : undefined}
      onKeyDown={onKeyDown}
      className={cx(styles.tree, props.className)}
    >
      {rows.map((row, index) => {
        const isSelected = row.key === selected;
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: focus stays on the tree, which names this row and handles its keys.
          <div
            key={row.key}
            {...props.getRowProps?.(row.item)}
            id={`${id}-${row.key}`}
            role="treeitem"
            aria-level={row.level}
            aria-posinset={row.position}
            aria-setsize={row.siblings}
            aria-selected={isSelected}
            {...(hasChildren(row.item) ? { "aria-expanded": row.isExpanded } : {})}
            className={cx(styles.node, isSelected && styles.nodeOn, index === focusIndex && styles.nodeFocus)}
            style={{ paddingLeft: 4 + (row.level - 1) * indentPx }}
            onClick={() => choose(row)}
            onDoubleClick={() => hasChildren(row.item) && toggle(row, !row.isExpanded)}
          >
            <span
              className={cx(styles.twist, row.isExpanded && styles.open)}
              style={hasChildren(row.item) ? undefined : { visibility: "hidden" }}
              aria-hidden="true"
              onClick={(event) => {
                event.stopPropagation();
                toggle(row, !row.isExpanded);
              }}
              onDoubleClick={(event) => event.stopPropagation()}
            >
              {row.isLoading ? <span className={styles.spin} /> : <ChevronRight size={16} />}
            </span>
            <span className={styles.nodeText}>
              {props.renderLabel(row.item, { level: row.level, isExpanded: row.isExpanded, isSelected })}
            </span>
          </div>
        );
      })}
    </VList>
  );
}
