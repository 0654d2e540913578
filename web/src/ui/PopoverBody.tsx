import type { ReactNode } from "react";
import { Dialog, Heading } from "react-aria-components";
import { Layer, type LayerProps, SheetFrame } from "./Layer";
import styles from "./Popover.module.css";

/** What a layer holds; a function gets the way to close it. */
export type Content = ReactNode | ((controls: { close: () => void }) => ReactNode);

const fill = (content: Content, close: () => void) =>
  typeof content === "function" ? content({ close }) : content;

export interface PopoverBodyProps extends Omit<LayerProps, "children"> {
  label?: string | undefined;
  children: Content;
}

/** The open part of a popover. */
export function PopoverBody({ label, children, ...layer }: PopoverBodyProps) {
  const title = typeof layer.title === "string" ? layer.title : "";
  return (
    <Layer {...layer}>
      <Dialog className={styles.body} aria-label={label || title}>
        {fill(children, () => layer.onOpenChange?.(false))}
      </Dialog>
    </Layer>
  );
}

export interface SheetProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  children: Content;
}

export function SheetBody({ isOpen, onOpenChange, title, children }: SheetProps) {
  return (
    <SheetFrame isOpen={isOpen} onOpenChange={onOpenChange}>
      <Dialog className={styles.sheetBody}>
        <Heading slot="title" className={styles.sheetTitle}>
          {title}
        </Heading>
        {fill(children, () => onOpenChange(false))}
      </Dialog>
    </SheetFrame>
  );
}
