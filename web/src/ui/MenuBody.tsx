import { Check, ChevronRight } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps as AriaMenuItemProps,
  MenuSection as AriaMenuSection,
  Header,
  OverlayTriggerStateContext,
  RootMenuTriggerStateContext,
  Separator,
  SubmenuTrigger,
} from "react-aria-components";
import { useMenuTriggerState } from "react-stately/useMenuTriggerState";
import { cx } from "@/lib/cx";
import { Layer, type LayerProps } from "./Layer";
import type { MenuItemProps } from "./Menu";
import styles from "./Menu.module.css";
import { Kbd } from "./Tooltip";

export interface MenuBodyProps {
  label: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  triggerRef: RefObject<Element | null>;
  placement?: LayerProps["placement"];
  offset?: number;
  /** The entry that has the focus first; the menu itself when left out. */
  focus?: "first" | "last" | undefined;
  /** Stands above the entries. */
  header?: ReactNode;
  children: ReactNode;
}

/** The open part of a menu. */
export function MenuBody({ label, isOpen, onOpenChange, focus, header, children, ...layer }: MenuBodyProps) {
  const state = useMenuTriggerState({ isOpen, onOpenChange });
  return (
    <RootMenuTriggerStateContext.Provider value={state}>
      <OverlayTriggerStateContext.Provider value={state}>
        <Layer {...layer}>
          {header}
          <AriaMenu
            className={styles.menu}
            aria-label={label}
            autoFocus={focus ?? true}
            onClose={() => state.close()}
          >
            {children}
          </AriaMenu>
        </Layer>
      </OverlayTriggerStateContext.Provider>
    </RootMenuTriggerStateContext.Provider>
  );
}

type Draw = NonNullable<AriaMenuItemProps["render"]>;

/** An entry that is one of several choices says so, and whether it holds. */
const asChoice =
  (isChecked: boolean): Draw =>
  (dom) =>
    "href" in dom ? <a {...dom} /> : <div {...dom} role="menuitemradio" aria-checked={isChecked} />;

export function ItemBody({ label, icon, hint, keys, isDanger, isChecked, ...rest }: MenuItemProps) {
  return (
    <AriaMenuItem
      textValue={label}
      {...(isChecked === undefined ? {} : { render: asChoice(isChecked) })}
      {...rest}
      className={cx(styles.item, isDanger && styles.danger)}
    >
      {({ hasSubmenu }) => (
        <>
          {icon}
          <span className={styles.text}>
            {label}
            {hint && <span className={styles.hint}>{hint}</span>}
          </span>
          {keys && <Kbd keys={keys} className={styles.keys} />}
          {isChecked && <Check size={16} className={styles.tick} />}
          {hasSubmenu && <ChevronRight size={16} />}
        </>
      )}
    </AriaMenuItem>
  );
}

export function SectionBody({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <AriaMenuSection className={styles.section}>
      {title && <Header className={styles.sectionTitle}>{title}</Header>}
      {children}
    </AriaMenuSection>
  );
}

export function SeparatorBody() {
  return <Separator className={styles.separator} />;
}

export function SubMenuBody({
  label,
  icon,
  children,
}: {
  label: string;
  icon?: ReactNode;
  children: ReactNode;
}) {
  return (
    <SubmenuTrigger>
      <ItemBody label={label} icon={icon} />
      <Layer offset={2} title={label}>
        <AriaMenu className={styles.menu} aria-label={label}>
          {children}
        </AriaMenu>
      </Layer>
    </SubmenuTrigger>
  );
}
