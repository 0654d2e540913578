import type { ReactNode } from "react";
import {
  Tabs as AriaTabs,
  Tab,
  TabList,
  TabPanel,
  ToggleButton,
  ToggleButtonGroup,
} from "react-aria-components";
import { cx } from "@/lib/cx";
import styles from "./Tabs.module.css";

export interface TabSpec<K extends string = string> {
  id: K;
  label: ReactNode;
  icon?: ReactNode;
  isDisabled?: boolean;
  /** What the tab shows; leave out when `children` of Tabs show it, as with routes. */
  content?: ReactNode;
}

export interface TabsProps<K extends string> {
  label: string;
  tabs: readonly TabSpec<K>[];
  selected?: K;
  onSelect?: (id: K) => void;
  className?: string;
}

/** Views of the same thing; a panel mounts when its tab is chosen. */
export function Tabs<K extends string>({ label, tabs, selected, onSelect, className }: TabsProps<K>) {
  return (
    <AriaTabs
      {...(selected === undefined ? {} : { selectedKey: selected })}
      onSelectionChange={(key) => onSelect?.(key as K)}
      className={cx(styles.tabs, className)}
    >
      <TabList aria-label={label} className={styles.list}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} isDisabled={tab.isDisabled ?? false} className={styles.tab}>
            {tab.icon}
            {tab.label}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className={styles.panel}>
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}

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
