import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useCommon } from "@/i18n";
import { cx } from "@/lib/cx";
import { IconButton } from "./IconButton";
import styles from "./Popover.module.css";

type Content = ReactNode | ((controls: { close: () => void }) => ReactNode);

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

const fill = (content: Content, close: () => void) =>
  typeof content === "function" ? content({ close }) : content;

/** A dialog over the page; on a phone it rises from the bottom edge. Esc closes it and focus returns. */
export function Dialog({
  isOpen,
  onOpenChange,
  title,
  children,
  footer,
  size = "md",
  tall,
  flush,
  isKept,
  role,
}: DialogProps) {
  const common = useCommon();
  return (
    <ModalOverlay
      className={styles.overlay}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isDismissable={!isKept}
      data-layer=""
    >
      <div className={styles.centre}>
        <Modal className={cx(styles.dialog, styles[size], tall && styles.tall)}>
          <AriaDialog className={styles.dialogBody} {...(role ? { role } : {})}>
            {({ close }) => (
              <>
                <div className={styles.head}>
                  <Heading slot="title" className={styles.title}>
                    {title}
                  </Heading>
                  <IconButton
                    size="sm"
                    icon={<X size={18} />}
                    label={common.close}
                    tip="none"
                    onPress={close}
                  />
                </div>
                <div className={cx(styles.content, flush && styles.flush)}>{fill(children, close)}</div>
                {footer && <div className={styles.foot}>{fill(footer, close)}</div>}
              </>
            )}
          </AriaDialog>
        </Modal>
      </div>
    </ModalOverlay>
  );
}

export interface DrawerProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  children: Content;
  footer?: Content;
}

/** A panel from the right edge for detail that needs height; the full screen on a phone. */
export function Drawer({ isOpen, onOpenChange, title, children, footer }: DrawerProps) {
  const common = useCommon();
  return (
    <ModalOverlay
      className={styles.overlay}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isDismissable
      data-layer=""
    >
      <Modal className={styles.drawer}>
        <AriaDialog className={styles.dialogBody}>
          {({ close }) => (
            <>
              <div className={styles.head}>
                <Heading slot="title" className={styles.title}>
                  {title}
                </Heading>
                <IconButton
                  size="sm"
                  icon={<X size={18} />}
                  label={common.close}
                  tip="none"
                  onPress={close}
                />
              </div>
              <div className={styles.content}>{fill(children, close)}</div>
              {footer && <div className={styles.foot}>{fill(footer, close)}</div>}
            </>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
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
export function BareDialog({ isOpen, onOpenChange, label, look, children }: BareDialogProps) {
  return (
    <ModalOverlay
      className={cx(styles.overlay, look === "viewer" && styles.night)}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isDismissable
      data-layer=""
    >
      <div className={cx(styles.centre, look !== "command" && styles.whole)}>
        <Modal className={cx(styles.dialog, styles[look])}>
          <AriaDialog className={styles.dialogBody} aria-label={label}>
            {({ close }) => fill(children, close)}
          </AriaDialog>
        </Modal>
      </div>
    </ModalOverlay>
  );
}
