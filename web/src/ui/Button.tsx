import type { ReactNode, Ref } from "react";
import {
  Link as AriaLink,
  type LinkProps as AriaLinkProps,
  Button as Base,
  type ButtonProps as BaseProps,
} from "react-aria-components";
import { cx } from "@/lib/cx";
import styles from "./Button.module.css";

export type ButtonVariant = "primary" | "secondary" | "soft" | "ghost" | "danger" | "dangerGhost";

interface Look {
  variant?: ButtonVariant;
  size?: "sm" | "md" | "lg";
  icon?: ReactNode;
  /** Fills the width of its container. */
  wide?: boolean;
}

export interface ButtonProps extends Omit<BaseProps, "className" | "style" | "children">, Look {
  children: ReactNode;
  className?: string;
  ref?: Ref<HTMLButtonElement>;
}

const look = ({ variant = "secondary", size = "md", wide }: Look, extra?: string) =>
  cx(styles.button, styles[variant], size !== "md" && styles[size], wide && styles.wide, extra);

/** The usual button. One `primary` per view; `isPending` keeps the width and announces that it works. */
export function Button({ variant, size, icon, wide, children, className, ref, ...rest }: ButtonProps) {
  return (
    <Base
      {...rest}
      ref={ref}
      className={cx(look({ variant, size, wide }, className), rest.isPending && styles.pending)}
    >
      {icon}
      <span className={styles.label}>{children}</span>
      {rest.isPending && (
        <span className={styles.dots} aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
      )}
    </Base>
  );
}

export interface LinkButtonProps extends Look {
  href: string;
  children: ReactNode;
  className?: string;
  target?: string;
  /** Saves the target instead of opening it. */
  download?: boolean | string;
}

/** A link that looks like a button. */
export function LinkButton({ variant, size, icon, wide, children, className, ...rest }: LinkButtonProps) {
  return (
    <AriaLink {...rest} className={look({ variant, size, wide }, className)}>
      {icon}
      <span className={styles.label}>{children}</span>
    </AriaLink>
  );
}

export interface LinkProps extends Omit<AriaLinkProps, "className" | "style"> {
  className?: string;
  /** Takes the colour of the text around it. */
  plain?: boolean;
}

/** A link inside the client (`href="/people"`) or out of it; inside it navigates without a reload. */
export function Link({ className, plain, ...rest }: LinkProps) {
  return <AriaLink {...rest} className={cx(styles.link, plain && styles.plain, className)} />;
}

export interface PressableProps extends Omit<BaseProps, "className" | "style"> {
  className?: string;
  ref?: Ref<HTMLButtonElement>;
}

/** A bare button for custom looks; it brings press, focus and keyboard, and no style. */
export function Pressable({ ref, ...rest }: PressableProps) {
  return <Base {...rest} ref={ref} />;
}
