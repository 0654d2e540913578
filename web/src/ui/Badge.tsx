import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Button as AriaButton, ProgressBar } from "react-aria-components";
import { useCommon } from "@/i18n";
import { cx } from "@/lib/cx";
import styles from "./Badge.module.css";

export interface BadgeProps {
  /** Nothing is drawn for 0; above 99 it says 99+. */
  count: number;
  /** Grey, as for a muted chat. */
  isQuiet?: boolean;
  /** Only a dot, no number. */
  isDot?: boolean;
  /** What is counted, for screen readers. */
  label?: string;
  className?: string;
}

export function Badge({ count, isQuiet, isDot, label, className }: BadgeProps) {
  if (count <= 0) return null;
  return (
    <span className={cx(styles.badge, isQuiet && styles.quiet, isDot && styles.dot, className)}>
      {!isDot && (count > 99 ? "99+" : count)}
      {label && <span className="visually-hidden">{label}</span>}
    </span>
  );
}

export type Tone = "neutral" | "accent" | "success" | "warning" | "danger" | "purple" | "teal";

export interface TagProps {
  tone?: Tone;
  icon?: ReactNode;
  children: ReactNode;
  /** Makes it a chip with a cross. */
  onRemove?: () => void;
  /** Name of what the cross removes; defaults to the text. */
  removeLabel?: string;
  className?: string;
}

/** A state or property in a word. Colour never stands alone: the word says it too. */
export function Tag({ tone = "neutral", icon, children, onRemove, removeLabel, className }: TagProps) {
  const common = useCommon();
  return (
    <span
      className={cx(styles.tag, tone !== "neutral" && styles[tone], onRemove && styles.removable, className)}
    >
      {icon}
      <span className={styles.tagText}>{children}</span>
      {onRemove && (
        <AriaButton
          className={styles.remove}
          onPress={onRemove}
          aria-label={`${common.remove} ${removeLabel ?? (typeof children === "string" ? children : "")}`}
        >
          <X size={14} />
        </AriaButton>
      )}
    </span>
  );
}

export interface HighlightProps {
  text: string;
  /** Half-open spans in UTF-16 units, as the server and `matchName` give them. */
  ranges?: readonly (readonly number[])[] | null | undefined;
  /** `fill` paints the background, for passages of text. */
  look?: "colour" | "fill";
}

/** Text with the found parts marked. */
export function Highlight({ text, ranges, look = "colour" }: HighlightProps) {
  if (!ranges || ranges.length === 0) return <>{text}</>;
  const parts: ReactNode[] = [];
  let at = 0;
  for (const [start = 0, end = 0] of [...ranges].sort(([a = 0], [b = 0]) => a - b)) {
    const from = Math.max(start, at);
    if (end <= from || from >= text.length) continue;
    if (from > at) parts.push(text.slice(at, from));
    parts.push(
      <mark key={from} className={look === "fill" ? styles.markFill : styles.mark}>
        {text.slice(from, end)}
      </mark>,
    );
    at = end;
  }
  parts.push(text.slice(at));
  return <>{parts}</>;
}

export interface ProgressProps {
  /** Name for screen readers; shown when `isLabelled`. */
  label: string;
  /** 0 to 100; leave out while the length is unknown. */
  value?: number | undefined;
  isLabelled?: boolean;
  isFailed?: boolean;
  className?: string;
}

export function Progress({ label, value, isLabelled, isFailed, className }: ProgressProps) {
  return (
    <ProgressBar
      aria-label={label}
      isIndeterminate={value === undefined}
      value={value ?? 0}
      className={cx(styles.progress, className)}
    >
      {({ percentage, valueText }) => (
        <>
          {isLabelled && (
            <span className={styles.progressHead}>
              <span>{label}</span>
              <span>{valueText}</span>
            </span>
          )}
          <span className={styles.track}>
            <span
              className={cx(styles.bar, value === undefined && styles.indeterminate, isFailed && styles.bad)}
              style={{ display: "block", ...(value === undefined ? {} : { width: `${percentage}%` }) }}
            />
          </span>
        </>
      )}
    </ProgressBar>
  );
}

export interface SkeletonProps {
  width?: number | string;
  height?: number | string;
  isRound?: boolean;
  className?: string;
}

/** A grey shape where text will stand; it appears after 150 ms, so that quick answers do not flash. */
export function Skeleton({ width = "100%", height = 14, isRound, className }: SkeletonProps) {
  return (
    <span
      aria-hidden="true"
      className={cx(styles.skeleton, className)}
      style={{ width, height, ...(isRound ? { borderRadius: "50%" } : {}) }}
    />
  );
}

/** Rows of a list that is loading: a face and two lines each. */
export function SkeletonRows({
  rows = 6,
  height = 64,
  face = 40,
}: {
  rows?: number;
  height?: number;
  face?: number;
}) {
  const common = useCommon();
  return (
    <div role="status" aria-label={common.loading}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.skeletonRow} style={{ height }}>
          {face > 0 && <Skeleton width={face} height={face} isRound />}
          <div className={styles.skeletonLines}>
            <Skeleton width={`${38 + ((row * 17) % 30)}%`} height={12} />
            {height >= 48 && <Skeleton width={`${55 + ((row * 23) % 35)}%`} height={10} />}
          </div>
        </div>
      ))}
    </div>
  );
}
