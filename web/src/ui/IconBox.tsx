import type { ReactNode } from "react";
import { cx } from "@/lib/cx";
import styles from "./IconBox.module.css";

export interface IconBoxProps {
  /** 18 px icon. */
  children: ReactNode;
  tone?: "accent" | "success";
  /** As round as the faces of the rows around it. */
  isRound?: boolean;
}

/** An icon where other rows have a face: departments, tables. */
export function IconBox({ children, tone = "accent", isRound }: IconBoxProps) {
  return <span className={cx(styles.box, styles[tone], isRound && styles.round)}>{children}</span>;
}
