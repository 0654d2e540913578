import { ArrowDown, ArrowUp } from "lucide-react";
import { type CSSProperties, type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { Button } from "react-aria-components";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import { useCommon } from "@/i18n";
import { cx } from "@/lib/cx";
import { useIsPhone } from "@/lib/media";
import { SkeletonRows } from "./Badge";
import { Checkbox } from "./Choice";
import { endOf, useEnd } from "./end";
import { nextIndex } from "./List";
import styles from "./Table.module.css";

export interface Column<T> {
  id: string;
  header: ReactNode;
  /** A CSS grid track: `160px`, `minmax(180px, 2fr)`. Default `minmax(120px, 1fr)`. */
  width?: string;
  align?: "start" | "end";
  render: (row: T) => ReactNode;
  isSortable?: boolean;
  /** Left out on phones. */
  deskOnly?: boolean;
}

export interface Sort {
  column: string;
  descending: boolean;
}

export interface TableProps<T> {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  getKey: (row: T) => string;
  /** What a row is called, for the name of its checkbox. */
  getText?: (row: T) => string;
  /** Enter or a press on a row. */
  onRowAction?: (row: T) => void;
  /** Row that is open beside the table. */
  activeKey?: string | undefined;
  /** Makes rows selectable by checkboxes. */
  selection?: ReadonlySet<string>;
  onSelectionChange?: (selection: Set<string>) => void;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** Height of a row in px. */
  rowHeight?: number;
  /** Rows grow with what stands in them instead of cutting it. */
  wraps?: boolean;
  /** Below this width the table scrolls sideways, in px. */
  minWidth?: number;
  /** Called near the end: the moment to load the next page. A promise says when that has come or failed. */
  onEndReached?: () => unknown;
  isLoading?: boolean;
  /** Shown instead of rows when there are none. */
  empty?: ReactNode;
  footer?: ReactNode;
  className?: string;
}

const lookAhead = 20;
/** As `--row` in tokens.css. */
const headHeight = { desk: 36, phone: 44 };

/** Rows and columns with a header that stays; visible rows only, so that thousands cost nothing. */
export function Table<T>(props: TableProps<T>) {
  const { label, rows, getKey, getText, onRowAction, selection, onSelectionChange, sort, onSort, activeKey } =
    props;
  const { rowHeight = 44, wraps, minWidth, onEndReached, isLoading, empty, footer, className } = props;
  const common = useCommon();
  const isPhone = useIsPhone();
  const box = useRef<HTMLDivElement>(null);
  const virtual = useRef<VirtualizerHandle>(null);
  const [focusIndex, setFocusIndex] = useState(0);
  const id = useId();

  const columns = props.columns.filter((column) => !(isPhone && column.deskOnly));
  const tracks = columns.map((column) => column.width ?? "minmax(120px, 1fr)");
  if (selection) tracks.unshift("44px");
  const grid: CSSProperties = { gridTemplateColumns: tracks.join(" ") };

  const all = selection !== undefined && rows.length > 0 && rows.every((row) => selection.has(getKey(row)));
  const some = selection !== undefined && !all && rows.some((row) => selection.has(getKey(row)));
  const select = (keys: readonly string[], on: boolean) => {
    const next = new Set(selection);
    for (const key of keys) on ? next.add(key) : next.delete(key);
    onSelectionChange?.(next);
  };

  const ask = useEnd(endOf(rows, getKey), onEndReached);
  const checkEnd = () =>
    ask(() => {
      const list = virtual.current;
      if (!list) return false;
      return list.findItemIndex(list.scrollOffset + list.viewportSize) >= rows.length - lookAhead;
    });

  const onRowKey = (event: KeyboardEvent, row: T, index: number) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === "Enter" && onRowAction) onRowAction(row);
    else if (event.key === " " && selection) select([getKey(row)], !selection.has(getKey(row)));
    else {
      const target = nextIndex(event.key, index, rows.length);
      if (target === undefined) return;
      setFocusIndex(target);
      virtual.current?.scrollToIndex(target, { align: "nearest" });
      requestAnimationFrame(() => document.getElementById(`${id}-${target}`)?.focus());
    }
    event.preventDefault();
  };

  return (
    <div ref={box} className={cx(styles.table, wraps && styles.wraps, className)}>
      <div
        role="grid"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        className={styles.grid}
        style={
          {
            "--table-row": `${rowHeight}px`,
            "--table-min": minWidth && !isPhone ? `${minWidth}px` : "100%",
          } as CSSProperties
        }
      >
        <div role="row" className={styles.head} style={grid}>
          {selection && (
            <div role="columnheader" className={styles.headCell}>
              <Checkbox
                aria-label={common.all}
                isSelected={all}
                isIndeterminate={some}
                onChange={(on) => select(rows.map(getKey), on)}
              />
            </div>
          )}
          {columns.map((column) => (
            <HeaderCell key={column.id} column={column} sort={sort} onSort={onSort} />
          ))}
        </div>
        <Virtualizer
          ref={virtual}
          scrollRef={box}
          startMargin={isPhone ? headHeight.phone : headHeight.desk}
          itemSize={rowHeight}
          onScroll={checkEnd}
          onScrollEnd={checkEnd}
        >
          {rows.map((row, index) => {
            const key = getKey(row);
            const isOn = selection?.has(key) ?? key === activeKey;
            return (
              <div
                key={key}
                id={`${id}-${index}`}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={isOn}
                tabIndex={index === Math.min(focusIndex, rows.length - 1) ? 0 : -1}
                className={cx(styles.row, onRowAction && styles.pressable, isOn && styles.rowOn)}
                style={grid}
                onFocus={() => setFocusIndex(index)}
                onKeyDown={(event) => onRowKey(event, row, index)}
                onClick={(event) => {
                  if (!(event.target as Element).closest("a, button, input, label")) onRowAction?.(row);
                }}
              >
                {selection && (
                  <div role="gridcell" className={styles.cell}>
                    <Checkbox
                      aria-label={getText ? `${common.choose} ${getText(row)}` : common.choose}
                      isSelected={selection.has(key)}
                      onChange={(on) => select([key], on)}
                    />
                  </div>
                )}
                {columns.map((column) => (
                  <div
                    key={column.id}
                    role="gridcell"
                    className={cx(styles.cell, column.align === "end" && styles.end)}
                  >
                    {column.render(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </Virtualizer>
      </div>
      {isLoading && <SkeletonRows rows={rows.length === 0 ? 8 : 2} height={rowHeight} face={0} />}
      {!isLoading && rows.length === 0 && empty}
      {footer && <div className={styles.foot}>{footer}</div>}
    </div>
  );
}

interface HeaderCellProps<T> {
  column: Column<T>;
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
}

function HeaderCell<T>({ column, sort, onSort }: HeaderCellProps<T>) {
  const isSorted = sort?.column === column.id;
  const direction = sort?.descending ? "descending" : "ascending";
  return (
    <div
      role="columnheader"
      className={cx(styles.headCell, column.align === "end" && styles.end)}
      {...(column.isSortable ? { "aria-sort": isSorted ? direction : ("none" as const) } : {})}
    >
      {column.isSortable && onSort ? (
        <Button
          className={styles.sort}
          onPress={() => onSort({ column: column.id, descending: isSorted ? !sort.descending : false })}
        >
          {column.header}
          {isSorted && (sort.descending ? <ArrowDown size={14} /> : <ArrowUp size={14} />)}
        </Button>
      ) : (
        column.header
      )}
    </div>
  );
}
