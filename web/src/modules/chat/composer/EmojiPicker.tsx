import { Briefcase, Clock3, Coffee, Hand, Heart, Shapes, Smile } from "lucide-react";
import { type FocusEvent, type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { useLocale } from "@/i18n";
import { useIsTouch } from "@/lib/media";
import { EmptyState, Pressable, SearchField } from "@/ui";
import { useT } from "../i18n";
import styles from "./Emoji.module.css";
import { type EmojiEntry, emojiGroups, findEmoji } from "./emojiData";
import { frequentEmoji } from "./frequent";

const icons: readonly ReactNode[] = [
  <Smile key="0" size={16} />,
  <Hand key="1" size={16} />,
  <Heart key="2" size={16} />,
  <Coffee key="3" size={16} />,
  <Briefcase key="4" size={16} />,
  <Shapes key="5" size={16} />,
];
const columns = 8;

/** All emoji by group, and search by Chinese or English words. */
export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const t = useT();
  const isTouch = useIsTouch();
  const [query, setQuery] = useState("");
  const [frequent] = useState(() =>
    frequentEmoji().map((emoji): EmojiEntry => ({ emoji, words: "", names: { zh: emoji, en: emoji } })),
  );
  /** The one that Tab reaches: arrows lead to the others. */
  const [stop, setStop] = useState<string>();
  const grid = useRef<HTMLDivElement>(null);
  const found = query.trim() === "" ? undefined : findEmoji(query);
  const reached = stop ?? (found ? cellOf("found", found[0]) : cellOf("frequent", frequent[0]));
  const cells = { onPick, reached };

  const show = (group: number) =>
    grid.current?.querySelector(`[data-group="${group}"]`)?.scrollIntoView({ block: "start" });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    if (step === undefined) return;
    const all = [...(grid.current?.querySelectorAll<HTMLElement>("button") ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const isInSearch = at < 0;
    if (isInSearch && event.key !== "ArrowDown") return;
    event.preventDefault();
    all[isInSearch ? 0 : Math.min(all.length - 1, Math.max(0, at + step))]?.focus();
  };
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const { cell } = event.target.dataset;
    if (cell) setStop(cell);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the buttons of the grid.
    <div className={styles.picker} onKeyDown={onKeyDown} onFocus={onFocus}>
      <div className={styles.search}>
        <SearchField
          placeholder={t.emoji.search}
          value={query}
          onChange={(next) => {
            setQuery(next);
            setStop(undefined);
          }}
          autoFocus={!isTouch}
          onSubmit={() => found?.[0] && onPick(found[0].emoji)}
        />
      </div>
      <div ref={grid} className={styles.grid}>
        {found ? (
          found.length > 0 ? (
            <Grid group="found" entries={found} {...cells} />
          ) : (
            <EmptyState isSmall title={t.emoji.none} />
          )
        ) : (
          <>
            <section data-group={-1}>
              <h3 className={styles.title}>{t.emoji.frequent}</h3>
              <Grid group="frequent" entries={frequent} {...cells} />
            </section>
            {emojiGroups.map((entries, group) => (
              <section key={t.emoji.groups[group]} data-group={group}>
                <h3 className={styles.title}>{t.emoji.groups[group]}</h3>
                <Grid group={String(group)} entries={entries} {...cells} />
              </section>
            ))}
          </>
        )}
      </div>
      {!found && (
        <div className={styles.tabs}>
          <Pressable className={styles.tab ?? ""} aria-label={t.emoji.frequent} onPress={() => show(-1)}>
            <Clock3 size={16} />
          </Pressable>
          {t.emoji.groups.map((group, index) => (
            <Pressable
              key={group}
              className={styles.tab ?? ""}
              aria-label={group}
              onPress={() => show(index)}
            >
              {icons[index]}
            </Pressable>
          ))}
        </div>
      )}
    </div>
  );
}

/** Names a cell: the same emoji may stand in two groups. */
const cellOf = (group: string, entry: EmojiEntry | undefined) => `${group} ${entry?.emoji}`;

interface GridProps {
  group: string;
  entries: readonly EmojiEntry[];
  /** The cell that Tab reaches, here or in another group. */
  reached: string;
  onPick: (emoji: string) => void;
}

function Grid({ group, entries, reached, onPick }: GridProps) {
  const locale = useLocale();
  return (
    <div className={styles.cells}>
      {entries.map((entry) => (
        <button
          key={entry.emoji}
          type="button"
          className={styles.cell}
          data-cell={cellOf(group, entry)}
          tabIndex={cellOf(group, entry) === reached ? 0 : -1}
          aria-label={`${entry.emoji} ${locale === "en" ? entry.names.en : entry.names.zh}`}
          onClick={() => onPick(entry.emoji)}
        >
          {entry.emoji}
        </button>
      ))}
    </div>
  );
}
