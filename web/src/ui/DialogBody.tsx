import { X } from "lucide-react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useCommon } from "@/i18n";
import { cx } from "@/lib/cx";
import type { BareDialogProps, DialogProps, DrawerProps } from "./Dialog";
import { IconButton } from "./IconButton";
import styles from "./Popover.module.css";
import type { Content } from "./PopoverBody";

const fill = (content: Content, close: () => void) =>
  typeof content === "function" ? content({ close }) : content;

export function DialogBody({
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

export function DrawerBody({ isOpen, onOpenChange, title, children, footer }: DrawerProps) {
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

export function BareDialogBody({ isOpen, onOpenChange, label, look, children }: BareDialogProps) {
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
