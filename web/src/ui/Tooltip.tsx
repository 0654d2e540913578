import type { ReactElement, ReactNode } from "react";
import { Tooltip, TooltipTrigger } from "react-aria-components";
import { cx } from "@/lib/cx";
import { keyCaps } from "@/lib/shortcuts";
import styles from "./Tooltip.module.css";

export interface TipProps {
  label: ReactNode;
  /** Key binding to show, such as `mod+k`. */
  keys?: string | undefined;
  placement?: "top" | "bottom" | "left" | "right";
  children: ReactElement;
}

/** A short explanation on hover and keyboard focus; the child must be a Button, Link or Pressable. */
export function Tip({ label, keys, placement = "bottom", children }: TipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={60}>
      {children}
      <Tooltip className={styles.tip} placement={placement} offset={6}>
        <span>{label}</span>
        {keys && <Kbd keys={keys} />}
      </Tooltip>
    </TooltipTrigger>
  );
}

/** Key caps for a binding: `<Kbd keys="mod+k" />`. */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  return (
    <span className={cx(styles.keys, className)}>
      {keyCaps(keys).map((cap, index) => (
        <kbd key={`${cap}${index}`} className={styles.kbd}>
          {cap}
        </kbd>
      ))}
    </span>
  );
}
