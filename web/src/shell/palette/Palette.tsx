import { Search, SearchX, X } from "lucide-react";
import { Fragment, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useCommon } from "@/i18n";
import { cx } from "@/lib/cx";
import { useDebounced } from "@/lib/debounce";
import { useIsPhone } from "@/lib/media";
import { go } from "@/lib/nav";
import { useOverlays } from "@/lib/overlays";
import { isComposing } from "@/lib/shortcuts";
import { BareDialog, EmptyState, Highlight, IconButton, Kbd } from "@/ui";
import { useT } from "./i18n";
import styles from "./Palette.module.css";
import { type Row, usePaletteGroups } from "./results";

const pageRows = 5;

/** ⌘K: finds people, chats, messages and commands; everything by keyboard. */
export default function Palette() {
  const t = useT();
  const isPhone = useIsPhone();
  const close = () => useOverlays.setState({ palette: false });
  return (
    <BareDialog
      isOpen
      onOpenChange={(palette) => useOverlays.setState({ palette })}
      label={t.label}
      look={isPhone ? "full" : "command"}
    >
      <PaletteBody onClose={close} />
    </BareDialog>
  );
}

export function PaletteBody({ onClose }: { onClose: () => void }) {
  const t = useT();
  const common = useCommon();
  const id = useId();
  const isPhone = useIsPhone();
  const [typed, setTyped] = useState("");
  const query = useDebounced(typed.trim(), 120);
  const { groups, isFailed, isFetching } = usePaletteGroups(query);
  const rows = groups.flatMap((group) => group.rows);
  const [chosen, setChosen] = useState<string>();
  /** Enter was pressed before what was typed had its answer: it counts for the answer. */
  const [early, setEarly] = useState<{ isSecond: boolean }>();
  const isAnswered = typed.trim() === query && !isFetching;
  const list = useRef<HTMLDivElement>(null);
  const index = Math.max(
    rows.findIndex((row) => row.id === chosen),
    0,
  );
  const current = rows[index];
  const currentId = current ? `${id}-${current.id}` : undefined;

  useEffect(() => {
    if (!currentId) return;
    document.getElementById(currentId)?.scrollIntoView?.({ block: "nearest" });
  }, [currentId]);

  const run = (row: Row, isSecond: boolean) => {
    onClose();
    if (isSecond && row.second) row.second.run();
    else if (row.run) row.run();
    else if (row.href) go(row.href);
  };
  useEffect(() => {
    if (!early || !isAnswered) return;
    setEarly(undefined);
    if (current && !isFailed) run(current, early.isSecond);
  });
  const move = (to: number) => {
    const row = rows[Math.min(Math.max(to, 0), rows.length - 1)];
    if (row) setChosen(row.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return;
    const target = {
      ArrowDown: index === rows.length - 1 ? 0 : index + 1,
      ArrowUp: index === 0 ? rows.length - 1 : index - 1,
      PageDown: index + pageRows,
      PageUp: index - pageRows,
    }[event.key];
    if (target !== undefined) move(target);
    else if (event.key === "Enter") {
      const isSecond = event.ctrlKey || event.metaKey;
      if (!isAnswered && chosen === undefined) setEarly({ isSecond });
      else if (current) run(current, isSecond);
    } else return;
    event.preventDefault();
  };

  return (
    <>
      <div className={styles.head}>
        <Search size={20} aria-hidden="true" />
        <input
          className={styles.input}
          role="combobox"
          aria-label={t.label}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={currentId}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder={t.placeholder}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setChosen(undefined);
            setEarly(undefined);
          }}
          onKeyDown={onKeyDown}
          autoFocus
        />
        {isPhone && <IconButton icon={<X size={20} />} label={common.close} tip="none" onPress={onClose} />}
      </div>
      {isFailed && <div className={styles.note}>{t.failed}</div>}
      <div ref={list} id={`${id}-list`} className={styles.list} role="listbox" aria-label={t.label}>
        {groups.map((group) => (
          <Fragment key={group.id}>
            <div className={styles.group} role="presentation">
              {group.title}
            </div>
            {group.rows.map((row) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the box above keeps the focus and handles the keys.
              <div
                key={row.id}
                id={`${id}-${row.id}`}
                role="option"
                aria-selected={row === current}
                className={cx(styles.row, row === current && styles.on)}
                onPointerMove={() => setChosen(row.id)}
                onClick={(event) => run(row, event.ctrlKey || event.metaKey)}
              >
                <span className={styles.icon}>{row.icon}</span>
                <span className={styles.text}>
                  <span className={styles.title}>
                    <Highlight text={row.title} ranges={row.ranges} />
                  </span>
                  {row.subtitle && <span className={styles.sub}>{row.subtitle}</span>}
                </span>
                {row.meta && <span className={styles.meta}>{row.meta}</span>}
                {row.keys && <Kbd keys={row.keys} />}
              </div>
            ))}
          </Fragment>
        ))}
        {rows.length === 0 && !isFetching && !isFailed && query !== "" && (
          <EmptyState
            icon={<SearchX size={30} strokeWidth={1.5} />}
            title={t.empty(query)}
            text={t.emptyText}
            isSmall
          />
        )}
      </div>
      <div className={styles.foot} aria-hidden="true">
        <span>
          <Kbd keys="ArrowUp ArrowDown" /> {t.hintMove}
        </span>
        <span>
          <Kbd keys="Enter" /> {current?.verb ?? t.hintOpen}
        </span>
        {current?.second && (
          <span>
            <Kbd keys="mod+Enter" /> {current.second.label}
          </span>
        )}
      </div>
      <div className="visually-hidden" role="status">
        {query !== "" && t.results(rows.length)}
      </div>
    </>
  );
}
