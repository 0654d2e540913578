import {
  type MouseEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useRef,
  useState,
} from "react";
import {
  type MenuItemProps as AriaMenuItemProps,
  ButtonContext,
  type PressEvent,
} from "react-aria-components";
import type { LayerProps } from "./Layer";
import styles from "./Menu.module.css";
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

/** How long a finger rests before the menu opens, and how far it may drift. */
const longPressMs = 450;
const driftPx = 10;

/**
 * A menu on right click, on a long press and on the menu key. Whatever it offers must also be reachable
 * through a visible button.
 */
export function ContextMenu({ label, items, children, isDisabled, onOpenChange }: ContextMenuProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | undefined>(undefined);
  const [isOpen, setOpen] = useState(false);
  const isDrawn = useOnceNeeded(isOpen);

  const openAt = (x: number, y: number) => {
    const mark = anchor.current;
    if (!mark || isDisabled) return;
    mark.style.left = `${x}px`;
    mark.style.top = `${y}px`;
    change(true);
  };
  const change = (open: boolean) => {
    setOpen(open);
    onOpenChange?.(open);
  };
  const cancelPress = () => {
    clearTimeout(press.current?.timer);
    press.current = undefined;
  };
  const onPointerDown = (event: PointerEvent) => {
    if (event.pointerType === "mouse") return;
    cancelPress();
    const { clientX: x, clientY: y } = event;
    const timer = setTimeout(() => {
      window.getSelection()?.removeAllRanges();
      openAt(x, y);
    }, longPressMs);
    press.current = { timer, x, y };
  };
  const onPointerMove = (event: PointerEvent) => {
    const start = press.current;
    if (start && Math.hypot(event.clientX - start.x, event.clientY - start.y) > driftPx) cancelPress();
  };
  const onContextMenu = (event: MouseEvent) => {
    if (isDisabled) return;
    event.preventDefault();
    if (press.current) return;
    const box = event.currentTarget.firstElementChild?.getBoundingClientRect();
    const byKeyboard = event.clientX === 0 && event.clientY === 0;
    if (byKeyboard && box) openAt(box.left + 16, box.top + box.height / 2);
    else openAt(event.clientX, event.clientY);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the element only listens; what it offers has a visible button too.
    <div
      className={styles.host}
      onContextMenu={onContextMenu}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={cancelPress}
      onPointerCancel={cancelPress}
    >
      {children}
      <span ref={anchor} className={styles.anchor} aria-hidden="true" />
      {isDrawn && (
        <MenuBody
          label={label}
          isOpen={isOpen}
          onOpenChange={change}
          triggerRef={anchor}
          placement="bottom start"
          offset={0}
        >
          {isOpen ? items() : null}
        </MenuBody>
      )}
    </div>
  );
}
