import type { ReactNode } from "react";
import { useLocale } from "@/i18n";
import { cx } from "@/lib/cx";
import styles from "./Stats.module.css";

export interface StatsProps {
  items: readonly (readonly [label: ReactNode, value: number])[];
  isCentred?: boolean;
  className?: string | undefined;
}

/** A few numbers beside each other, each above its name. */
export function Stats({ items, isCentred, className }: StatsProps) {
  const locale = useLocale();
  return (
    <dl className={cx(styles.stats, isCentred && styles.centred, className)}>
      {items.map(([label, value], index) => (
        <div key={index} className={styles.stat}>
          <dt>{label}</dt>
          <dd>{value.toLocaleString(locale)}</dd>
        </div>
      ))}
    </dl>
  );
}
