import type { ReactNode, Ref } from "react";
import { Button as Base, type ButtonProps as BaseProps } from "react-aria-components";
import { cx } from "@/lib/cx";
import styles from "./Button.module.css";
import { Tip } from "./Tooltip";

export interface IconButtonProps extends Omit<BaseProps, "className" | "style" | "children" | "aria-label"> {
  icon: ReactNode;
  /** Name for screen readers and the tooltip. */
  label: string;
  /** Key binding that the tooltip shows, such as `mod+k`. */
  keys?: string;
  size?: "sm" | "md";
  tone?: "plain" | "primary" | "danger";
  /** A toggle that is on. */
  isOn?: boolean;
  /** Where the tooltip stands. */
  tip?: "top" | "bottom" | "left" | "right" | "none";
  className?: string;
  ref?: Ref<HTMLButtonElement>;
}

/** A button that is only an icon; its label is its tooltip. */
export function IconButton({
  icon,
  label,
  keys,
  size = "md",
  tone = "plain",
  isOn,
  tip = "bottom",
  className,
  ref,
  ...rest
}: IconButtonProps) {
  const button = (
    <Base
      {...rest}
      ref={ref}
      aria-label={label}
      {...(isOn === undefined ? {} : { "aria-pressed": isOn })}
      className={cx(
        styles.icon,
        size === "sm" && styles.iconSm,
        isOn && styles.iconOn,
        tone === "primary" && styles.iconPrimary,
        tone === "danger" && styles.iconDanger,
        className,
      )}
    >
      {icon}
    </Base>
  );
  if (tip === "none") return button;
  return (
    <Tip label={label} keys={keys} placement={tip}>
      {button}
    </Tip>
  );
}
