import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { Link as AriaLink, Button } from "react-aria-components";
import { VList, type VListHandle } from "virtua";
import { cx } from "@/lib/cx";
import { endOf, useEnd } from "./end";
import styles from "./List.module.css";
import { NextPageFailure, type PagedQuery } from "./State";

export { Virtualizer, type VirtualizerHandle, VList, type VListHandle } from "virtua";

export interface RowState {
  index: number;
  /** 0 for the row that Tab reaches, -1 for the others: pass it to the row's link or button. */
  tabIndex: 0 | -1;
}

export interface VirtualListProps<T> {
  label: string;
  items: readonly T[];
  getKey: (item: T) => string;
  renderItem: (item: T, row: RowState) => ReactNode;
  /** Key of the row that is open; it is scrolled into view and reached by Tab. */
  activeKey?: string | undefined;
  /** Called near the end: the moment to load the next page. A promise says when that has come or failed. */
  onEndReached?: () => unknown;
  /** Stands before the first row and scrolls with the rows. */
  header?: ReactNode;
  /** Stands after the last row, for a loading sign. */
  footer?: ReactNode;
  /** Height of one row in px while it has not been measured. */
  itemSize?: number;
  className?: string;
  ref?: Ref<VListHandle>;
}

/** Rows before the end at which the next page is asked for. */
const lookAhead = 12;

/** A long list of rows: only what is visible is in the page; ↑ ↓ Home End move between rows. */
export function VirtualList<T>({
  label,
  items,
  getKey,
  renderItem,
  activeKey,
  onEndReached,
  header,
  footer,
  itemSize,
  className,
  ref,
}: VirtualListProps<T>) {
  /** Children of the virtual list before the first row. */
  const lead = header ? 1 : 0;
  const handle = useRef<VListHandle>(null);
  const box = useRef<HTMLDivElement>(null);
  const [focusKey, setFocusKey] = useState<string>();
  useImperativeHandle(ref, () => handle.current as VListHandle, []);

  const activeIndex = activeKey === undefined ? -1 : items.findIndex((item) => getKey(item) === activeKey);
  const focusIndex = focusKey === undefined ? -1 : items.findIndex((item) => getKey(item) === focusKey);
  const tabIndex = focusIndex >= 0 ? focusIndex : Math.max(activeIndex, 0);

  const shownFor = useRef<string>(undefined);
  useEffect(() => {
    if (activeKey === undefined || activeIndex < 0 || shownFor.current === activeKey) return;
    shownFor.current = activeKey;
    handle.current?.scrollToIndex(activeIndex + lead, { align: "nearest" });
  }, [activeKey, activeIndex, lead]);

  const count = items.length;
  const ask = useEnd(endOf(items, getKey), onEndReached);
  const checkEnd = () =>
    ask(() => {
      const list = handle.current;
      if (!list) return false;
      return list.findItemIndex(list.scrollOffset + list.viewportSize) - lead >= count - lookAhead;
    });

  /** Moves the focus to a row; one with nothing to press, such as a heading, is passed by. */
  const reach = (target: number, step: 1 | -1) => {
    const item = items[target];
    if (item === undefined) return;
    handle.current?.scrollToIndex(target + lead, { align: "nearest" });
    requestAnimationFrame(() => {
      const row = box.current?.querySelector(`[data-index="${target}"]`);
      const control = row?.querySelector<HTMLElement>("a, button, [tabindex]");
      if (row && !control) reach(target + step, step);
      else {
        setFocusKey(getKey(item));
        control?.focus();
      }
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = (event.target as Element).closest<HTMLElement>("[data-index]");
    if (!row) return;
    const current = Number(row.dataset.index);
    const target = nextIndex(event.key, current, count);
    if (target === undefined) return;
    event.preventDefault();
    const isForward = target === 0 || (target > current && target < count - 1);
    reach(target, isForward ? 1 : -1);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the rows, which carry the roles.
    <div ref={box} className={cx(styles.list, className)} onKeyDown={onKeyDown}>
      <VList
        ref={handle}
        role="list"
        aria-label={label}
        itemSize={itemSize}
        onScroll={checkEnd}
        onScrollEnd={checkEnd}
        style={{ height: "100%" }}
      >
        {header && (
          <div key="header" role="listitem">
            {header}
          </div>
        )}
        {items.map((item, index) => (
          <div
            key={getKey(item)}
            role="listitem"
            data-index={index}
            onFocus={() => setFocusKey(getKey(item))}
          >
            {renderItem(item, { index, tabIndex: index === tabIndex ? 0 : -1 })}
          </div>
        ))}
        {footer}
        <div key="pad" className={styles.pad} />
      </VList>
    </div>
  );
}

/** For `footer`: the next page while it is on its way, and what stands there when it did not come. */
export function NextPage({ query, skeleton }: { query: PagedQuery; skeleton: ReactNode }) {
  if (query.isFetchingNextPage) return skeleton;
  if (!query.isFetchNextPageError) return null;
  return (
    <div role="listitem">
      <NextPageFailure query={query} />
    </div>
  );
}

/** Where a key leads in a list of `count` rows; undefined when it leads nowhere. */
export function nextIndex(key: string, index: number, count: number): number | undefined {
  const target = {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    Home: 0,
    End: count - 1,
    PageDown: Math.min(index + 10, count - 1),
    PageUp: Math.max(index - 10, 0),
  }[key];
  return target === undefined || target < 0 || target >= count || target === index ? undefined : target;
}

export interface ListItemProps {
  title: ReactNode;
  subtitle?: ReactNode;
  /** Avatar or icon at the start. */
  leading?: ReactNode;
  /** At the end of the first line: a time. */
  meta?: ReactNode;
  /** At the end of the second line: a badge. */
  trailing?: ReactNode;
  /** After both lines: buttons or a tick. */
  after?: ReactNode;
  href?: string;
  onPress?: () => void;
  isActive?: boolean;
  isDisabled?: boolean;
  tabIndex?: 0 | -1;
  /** Row height in px: 56 for people (default), 64 for chats. */
  height?: number;
  className?: string;
  "aria-label"?: string;
}

/** A row with a face, a title line and a quiet line: people, chats, files. */
export function ListItem({
  title,
  subtitle,
  leading,
  meta,
  trailing,
  after,
  href,
  onPress,
  isActive,
  isDisabled,
  tabIndex = 0,
  height,
  className,
  "aria-label": label,
}: ListItemProps) {
  const content = (
    <>
      {leading}
      <span className={styles.text}>
        <span className={styles.line}>
          <span className={styles.title}>{title}</span>
          {meta && <span className={styles.meta}>{meta}</span>}
        </span>
        {(subtitle || trailing) && (
          <span className={styles.line}>
            <span className={styles.sub}>{subtitle}</span>
            {trailing}
          </span>
        )}
      </span>
      {after}
    </>
  );
  const shared = {
    className: cx(styles.item, isActive && styles.active, className),
    isDisabled: isDisabled ?? false,
    excludeFromTabOrder: tabIndex === -1,
    ...(height === undefined ? {} : { style: { "--item-h": `${height}px` } as React.CSSProperties }),
    ...(label ? { "aria-label": label } : {}),
  };
  if (href !== undefined) {
    return (
      <AriaLink
        {...shared}
        href={href}
        {...(onPress ? { onPress } : {})}
        {...(isActive ? { "aria-current": "page" as const } : {})}
      >
        {content}
      </AriaLink>
    );
  }
  return (
    <Button {...shared} {...(onPress ? { onPress } : {})}>
      {content}
    </Button>
  );
}
