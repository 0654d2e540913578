import { type PointerEvent, type ReactNode, type RefObject, useRef } from "react";
import {
  Popover as AriaPopover,
  type PopoverProps as AriaPopoverProps,
  Modal,
  ModalOverlay,
} from "react-aria-components";
import { cx } from "@/lib/cx";
import { useIsPhone } from "@/lib/media";
import styles from "./Popover.module.css";

type Placement = AriaPopoverProps["placement"];

export interface LayerProps {
  children: ReactNode;
  /** Heading of the sheet on a phone. */
  title?: ReactNode;
  placement?: Placement;
  offset?: number;
  /** At least as wide as the trigger. */
  matchWidth?: boolean;
  /** Stays a popover on phones too, as under a text box that keeps the focus. */
  neverSheet?: boolean;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  triggerRef?: RefObject<Element | null>;
  /** The popover leaves the rest of the page usable. */
  isNonModal?: boolean;
  className?: string;
}

/**
 * What floats: a popover at a desk, a sheet from the bottom on a phone. Without `isOpen` it takes its state from the
 * component around it.
 */
export function Layer(props: LayerProps) {
  const { children, title, neverSheet, matchWidth, className, ...rest } = props;
  const isPhone = useIsPhone();
  if (isPhone && !neverSheet) {
    return (
      <SheetFrame isOpen={rest.isOpen} onOpenChange={rest.onOpenChange} title={title}>
        {children}
      </SheetFrame>
    );
  }
  return (
    <AriaPopover
      offset={6}
      data-layer={rest.isNonModal ? undefined : ""}
      {...rest}
      className={cx(styles.popover, matchWidth && styles.matchWidth, className)}
    >
      {children}
    </AriaPopover>
  );
}

interface SheetFrameProps {
  children: ReactNode;
  title?: ReactNode;
  isOpen?: boolean | undefined;
  onOpenChange?: ((isOpen: boolean) => void) | undefined;
}

/** How far a sheet must be dragged down before it closes, in px. */
const dismissPx = 80;

export function SheetFrame({ children, title, isOpen, onOpenChange }: SheetFrameProps) {
  return (
    <ModalOverlay
      className={styles.overlay}
      isDismissable
      data-layer=""
      {...(isOpen === undefined ? {} : { isOpen })}
      {...(onOpenChange ? { onOpenChange } : {})}
    >
      <Modal className={styles.sheet}>
        {({ state }) => (
          <>
            <Grip onDismiss={() => state.close()} />
            {title && <div className={styles.sheetTitle}>{title}</div>}
            <div className={styles.scroll}>{children}</div>
          </>
        )}
      </Modal>
    </ModalOverlay>
  );
}

/** The handle of a sheet: dragging it down closes the sheet. */
function Grip({ onDismiss }: { onDismiss: () => void }) {
  const from = useRef(0);
  const sheet = (event: PointerEvent<HTMLElement>) => event.currentTarget.parentElement;
  const end = (event: PointerEvent<HTMLElement>) => {
    const element = sheet(event);
    if (element) element.style.transform = "";
    if (from.current > 0 && event.clientY - from.current > dismissPx) onDismiss();
    from.current = 0;
  };
  return (
    <div
      className={styles.grip}
      onPointerDown={(event) => {
        from.current = event.clientY;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const element = sheet(event);
        if (element && from.current > 0)
          element.style.transform = `translateY(${Math.max(0, event.clientY - from.current)}px)`;
      }}
      onPointerUp={end}
      onPointerCancel={end}
    />
  );
}
