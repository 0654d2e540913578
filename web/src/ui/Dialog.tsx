import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { create } from "zustand";
import { useCommon } from "@/i18n";
import { cx } from "@/lib/cx";
import { Button, IconButton } from "./Button";
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

export interface Question {
  title: string;
  text?: ReactNode;
  /** What happens, as a verb: 移除, 解散群聊. */
  action: string;
  cancel?: string;
  isDanger?: boolean;
}

interface Asked extends Question {
  answer: (yes: boolean) => void;
}

const useAsked = create<{ asked: Asked | null; isOpen: boolean }>(() => ({ asked: null, isOpen: false }));

/** Asks before something that cannot be undone; resolves to whether the person agreed. */
export function confirm(question: Question): Promise<boolean> {
  return new Promise((answer) => {
    useAsked.getState().asked?.answer(false);
    useAsked.setState({ asked: { ...question, answer }, isOpen: true });
  });
}

/** Renders what `confirm` asks. Mounted once. */
export function ConfirmDialog() {
  const common = useCommon();
  const { asked, isOpen } = useAsked();
  if (!asked) return null;
  const finish = (yes: boolean) => {
    asked.answer(yes);
    useAsked.setState({ isOpen: false });
  };
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(open) => !open && finish(false)}
      title={asked.title}
      size="sm"
      role="alertdialog"
      footer={
        <>
          <Button onPress={() => finish(false)}>{asked.cancel ?? common.cancel}</Button>
          <Button variant={asked.isDanger ? "danger" : "primary"} onPress={() => finish(true)} autoFocus>
            {asked.action}
          </Button>
        </>
      }
    >
      {asked.text}
    </Dialog>
  );
}
