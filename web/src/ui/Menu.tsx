import { type ReactElement, type ReactNode, useRef, useState } from "react";
import {
  type MenuItemProps as AriaMenuItemProps,
  ButtonContext,
  type PressEvent,
} from "react-aria-components";
import { type Point, useMenuGesture } from "./gesture";
import type { LayerProps } from "./Layer";
import styles from "./Menu.module.css";
import { MenuAt } from "./MenuAt";
import { MenuBody, menuParts } from "./menuParts";
import { useOnceNeeded } from "./Popover";

export interface MenuProps {
  /** The Button, IconButton or Pressable that opens it. */
  trigger: ReactElement;
  /** Name of the menu; heading of the sheet on a phone. */
  label: string;
  placement?: LayerProps["placement"];
  /** MenuItem, MenuSection, MenuSeparator and SubMenu. */
  children: ReactNode;
  onOpenChange?: (isOpen: boolean) => void;
}

type Focus = "first" | "last" | undefined;

/** Which keys open a menu, and on which entry. */
const openers: { readonly [key: string]: Focus } = {
  Enter: "first",
  " ": "first",
  ArrowDown: "first",
  ArrowUp: "last",
};

/** A list of actions at a trigger. */
export function Menu({ trigger, label, placement = "bottom end", children, onOpenChange }: MenuProps) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [focus, setFocus] = useState<Focus>();
  const isDrawn = useOnceNeeded(isOpen);
  const change = (open: boolean) => {
    setOpen(open);
    onOpenChange?.(open);
  };
  const openAt = (from: Focus) => {
    // Where the focus is now, it returns to when the menu closes.
    anchor.current?.focus({ preventScroll: true });
    setFocus(from);
    change(true);
  };
  // As native menus do: a mouse opens on the way down, a finger on the way up.
  const onPressStart = ({ pointerType }: PressEvent) => {
    if (pointerType !== "touch" && pointerType !== "keyboard") {
      openAt(pointerType === "virtual" ? "first" : undefined);
    }
  };
  const onPress = ({ pointerType }: PressEvent) => {
    if (pointerType === "touch") openAt(undefined);
  };
  return (
    <>
      <ButtonContext.Provider
        value={{
          ref: anchor,
          onPressStart,
          onPress,
          onKeyDown: (event) => {
            if (event.key in openers) {
              event.preventDefault();
              openAt(openers[event.key]);
            } else event.continuePropagation();
          },
          preventFocusOnPress: true,
          isPressed: isOpen,
          "aria-haspopup": "menu",
          "aria-expanded": isOpen,
        }}
      >
        {trigger}
      </ButtonContext.Provider>
      {isDrawn && (
        <MenuBody
          label={label}
          isOpen={isOpen}
          onOpenChange={change}
          triggerRef={anchor}
          placement={placement}
          focus={focus}
        >
          {children}
        </MenuBody>
      )}
    </>
  );
}

export interface MenuItemProps extends Omit<AriaMenuItemProps, "className" | "style" | "children"> {
  label: string;
  icon?: ReactNode;
  hint?: ReactNode;
  /** Key binding shown at the end, such as `mod+enter`. */
  keys?: string;
  isDanger?: boolean;
  /** Makes it one of several choices; true shows a tick at the one that holds. */
  isChecked?: boolean;
}

export function MenuItem(props: MenuItemProps) {
  const { ItemBody } = menuParts();
  return <ItemBody {...props} />;
}

export function MenuSection(props: { title?: string; children: ReactNode }) {
  const { SectionBody } = menuParts();
  return <SectionBody {...props} />;
}

export function MenuSeparator() {
  const { SeparatorBody } = menuParts();
  return <SeparatorBody />;
}

/** A menu inside a menu. */
export function SubMenu(props: { label: string; icon?: ReactNode; children: ReactNode }) {
  const { SubMenuBody } = menuParts();
  return <SubMenuBody {...props} />;
}

export interface ContextMenuProps {
  label: string;
  /** The menu's items; built when it opens. */
  items: () => ReactNode;
  children: ReactNode;
  isDisabled?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
}

/**
 * A menu on right click, on a long press and on the menu key. Whatever it offers must also be reachable
 * through a visible button.
 */
export function ContextMenu({ label, items, children, isDisabled, onOpenChange }: ContextMenuProps) {
  const [at, setAt] = useState<Point | null>(null);
  const change = (next: Point | null) => {
    setAt(next);
    onOpenChange?.(next !== null);
  };
  // The host has no box of its own.
  const gesture = useMenuGesture("[data-context-menu] > :first-child", (_, point) => {
    if (!isDisabled) change(point);
    return !isDisabled;
  });
  return (
    <div className={styles.host} data-context-menu="" {...gesture}>
      {children}
      <MenuAt label={label} at={at} onClose={() => change(null)}>
        {at && items()}
      </MenuAt>
    </div>
  );
}
