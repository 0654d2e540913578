import { late } from "./late";
import { useOnceNeeded } from "./Popover";
import type { Content } from "./PopoverBody";

const DialogBody = late(() => import("./DialogBody").then((parts) => parts.DialogBody));
const DrawerBody = late(() => import("./DialogBody").then((parts) => parts.DrawerBody));
const BareDialogBody = late(() => import("./DialogBody").then((parts) => parts.BareDialogBody));

export interface DialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  children: Content;
  /** Buttons at the end; the primary one last. */
  footer?: Content;
  size?: "sm" | "md" | "lg" | "xl";
  /** Takes the full height, for lists that fill it. */
  tall?: boolean;
  /** No padding around the content. */
  flush?: boolean;
  /** Pressing outside does not close it, as when input would be lost. */
  isKept?: boolean;
  role?: "dialog" | "alertdialog";
}

/** A dialog over the page; on a phone it rises from the bottom edge. Esc closes it and focus returns. */
export function Dialog(props: DialogProps) {
  return useOnceNeeded(props.isOpen) ? <DialogBody {...props} /> : null;
}

export interface DrawerProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  children: Content;
  footer?: Content;
}

/** A panel from the right edge for detail that needs height; the full screen on a phone. */
export function Drawer(props: DrawerProps) {
  return useOnceNeeded(props.isOpen) ? <DrawerBody {...props} /> : null;
}

export interface BareDialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** Name for screen readers; nothing is drawn. */
  label: string;
  /** `command`: a box near the top; `full`: the whole screen; `viewer`: the whole screen, dark. */
  look: "command" | "full" | "viewer";
  children: Content;
}

/** A dialog without head and foot, for layers that draw their own. */
export function BareDialog(props: BareDialogProps) {
  return useOnceNeeded(props.isOpen) ? <BareDialogBody {...props} /> : null;
}
