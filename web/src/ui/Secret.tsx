import styles from "./Secret.module.css";

/** A link or token that is shown once: one press marks all of it. */
export function Secret({ children }: { children: string | undefined }) {
  return <code className={styles.secret}>{children}</code>;
}
