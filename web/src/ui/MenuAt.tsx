import { type ReactNode, useRef } from "react";
import styles from "./Menu.module.css";
import { MenuBody } from "./menuParts";
import { useOnceNeeded } from "./Popover";

export interface MenuAtProps {
  /** Name of the menu. */
  label: string;
  /** Where it opens, in px of the window; null while closed. */
  at: { x: number; y: number } | null;
  onClose: () => void;
  /** Stands above the items, such as a row of emoji. */
  header?: ReactNode;
  /** MenuItem, MenuSection, MenuSeparator and SubMenu. */
  children: ReactNode;
}

/**
 * A menu at a point, for lists in which one menu serves every row: the list hears the right click or long press.
 * Whatever it offers must also be reachable through a visible button or a key.
 */
export function MenuAt({ label, at, onClose, header, children }: MenuAtProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  const isDrawn = useOnceNeeded(at !== null);
  return (
    <>
      <span
        ref={anchor}
        className={styles.anchor}
        style={at ? { left: at.x, top: at.y } : undefined}
        aria-hidden="true"
      />
      {isDrawn && (
        <MenuBody
          label={label}
          isOpen={at !== null}
          onOpenChange={(isOpen) => !isOpen && onClose()}
          triggerRef={anchor}
          placement="bottom start"
          offset={2}
          header={header}
        >
          {children}
        </MenuBody>
      )}
    </>
  );
}
