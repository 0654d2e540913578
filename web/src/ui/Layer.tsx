import {
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  type RefObject,
  useContext,
  useRef,
} from "react";
import {
  Popover as AriaPopover,
  type PopoverProps as AriaPopoverProps,
  Dialog,
  DialogTrigger,
  Heading,
  Modal,
  ModalOverlay,
  OverlayTriggerStateContext,
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

/** What floats: a popover at a desk, a sheet from the bottom on a phone. Takes its state from the trigger around it. */
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

function SheetFrame({ children, title, isOpen, onOpenChange }: SheetFrameProps) {
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

type Content = ReactNode | ((controls: { close: () => void }) => ReactNode);

export interface PopoverProps extends Omit<LayerProps, "children"> {
  /** A Button, IconButton or Pressable that opens it. Leave out with `triggerRef` and `isOpen`. */
  trigger?: ReactElement;
  /** Name for screen readers when there is no visible title. */
  label?: string;
  children: Content;
}

/** Content that floats at its trigger; on a phone it is a sheet. */
export function Popover({ trigger, label, children, ...layer }: PopoverProps) {
  const content = (
    <Layer {...layer}>
      <Dialog
        className={styles.body}
        {...(label ? { "aria-label": label } : { "aria-label": asText(layer.title) })}
      >
        {({ close }) => (typeof children === "function" ? children({ close }) : children)}
      </Dialog>
    </Layer>
  );
  if (!trigger) return content;
  return (
    <DialogTrigger
      {...(layer.isOpen === undefined ? {} : { isOpen: layer.isOpen })}
      {...(layer.onOpenChange ? { onOpenChange: layer.onOpenChange } : {})}
    >
      {trigger}
      {content}
    </DialogTrigger>
  );
}

function asText(node: ReactNode): string {
  return typeof node === "string" ? node : "";
}

export interface SheetProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  children: Content;
}

/** A sheet from the bottom edge, for phones. */
export function Sheet({ isOpen, onOpenChange, title, children }: SheetProps) {
  return (
    <SheetFrame isOpen={isOpen} onOpenChange={onOpenChange}>
      <Dialog className={styles.sheetBody}>
        {({ close }) => (
          <>
            <Heading slot="title" className={styles.sheetTitle}>
              {title}
            </Heading>
            {typeof children === "function" ? children({ close }) : children}
          </>
        )}
      </Dialog>
    </SheetFrame>
  );
}

/** Closes the layer around the caller, if there is one. */
export function useCloseLayer(): () => void {
  const state = useContext(OverlayTriggerStateContext);
  return () => state?.close();
}
