import type { ReactNode } from "react";
import { cx } from "@/lib/cx";
import styles from "./IconBox.module.css";

export interface IconBoxProps {
  /** 18 px icon. */
  children: ReactNode;
  tone?: "accent" | "success";
}

/** An icon where other rows have a face: departments, tables. */
export function IconBox({ children, tone = "accent" }: IconBoxProps) {
  return <span className={cx(styles.box, styles[tone])}>{children}</span>;
}
