import type { ReactNode } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { cx } from "@/lib/cx";
import styles from "./Tabs.module.css";

export interface SegmentSpec<K extends string> {
  id: K;
  label: ReactNode;
  icon?: ReactNode;
}

export interface SegmentedControlProps<K extends string> {
  label: string;
  segments: readonly SegmentSpec<K>[];
  selected: K;
  onSelect: (id: K) => void;
  /** `chips` are loose pills for filters above a list. */
  look?: "segments" | "chips";
  wide?: boolean;
  className?: string;
}

/** One of two to five short choices, all visible. */
export function SegmentedControl<K extends string>({
  label,
  segments,
  selected,
  onSelect,
  look = "segments",
  wide,
  className,
}: SegmentedControlProps<K>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[selected]}
      onSelectionChange={(keys) => {
        const [first] = keys;
        if (first !== undefined) onSelect(first as K);
      }}
      className={cx(look === "chips" ? styles.chips : styles.segments, wide && styles.wide, className)}
    >
      {segments.map((segment) => (
        <ToggleButton
          key={segment.id}
          id={segment.id}
          className={look === "chips" ? styles.chip : styles.segment}
        >
          {segment.icon}
          {segment.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
