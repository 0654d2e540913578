import { Check, ChevronRight } from "lucide-react";
import {
  type MouseEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useRef,
  useState,
} from "react";
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps as AriaMenuItemProps,
  MenuSection as AriaMenuSection,
  Header,
  MenuTrigger,
  Separator,
  SubmenuTrigger,
} from "react-aria-components";
import { cx } from "@/lib/cx";
import styles from "./Menu.module.css";
import { Layer, type LayerProps } from "./Popover";
import { Kbd } from "./Tooltip";

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

/** A list of actions at a trigger. */
export function Menu({ trigger, label, placement = "bottom end", children, onOpenChange }: MenuProps) {
  return (
    <MenuTrigger {...(onOpenChange ? { onOpenChange } : {})}>
      {trigger}
      <Layer placement={placement}>
        <AriaMenu className={styles.menu} aria-label={label}>
          {children}
        </AriaMenu>
      </Layer>
    </MenuTrigger>
  );
}

export interface MenuItemProps extends Omit<AriaMenuItemProps, "className" | "style" | "children"> {
  label: string;
  icon?: ReactNode;
  hint?: ReactNode;
  /** Key binding shown at the end, such as `mod+enter`. */
  keys?: string;
  isDanger?: boolean;
  /** Shows a tick: the choice that holds. */
  isChecked?: boolean;
}

export function MenuItem({ label, icon, hint, keys, isDanger, isChecked, ...rest }: MenuItemProps) {
  return (
    <AriaMenuItem
      textValue={isChecked ? `${label} ✓` : label}
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

export function MenuSection({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <AriaMenuSection className={styles.section}>
      {title && <Header className={styles.sectionTitle}>{title}</Header>}
      {children}
    </AriaMenuSection>
  );
}

export function MenuSeparator() {
  return <Separator className={styles.separator} />;
}

/** A menu inside a menu. */
export function SubMenu({ label, icon, children }: { label: string; icon?: ReactNode; children: ReactNode }) {
  return (
    <SubmenuTrigger>
      <MenuItem label={label} icon={icon} />
      <Layer offset={2} title={label}>
        <AriaMenu className={styles.menu} aria-label={label}>
          {children}
        </AriaMenu>
      </Layer>
    </SubmenuTrigger>
  );
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
      <Layer isOpen={isOpen} onOpenChange={change} triggerRef={anchor} placement="bottom start" offset={0}>
        <AriaMenu className={styles.menu} aria-label={label} autoFocus onClose={() => change(false)}>
          {isOpen ? items() : null}
        </AriaMenu>
      </Layer>
    </div>
  );
}
