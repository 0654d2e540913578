import type { ReactNode } from "react";
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from "react-aria-components";
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
