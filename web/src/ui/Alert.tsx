import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./Alert.module.css";

/** What went wrong, in a form where no field can say it. */
export function Alert({ children }: { children: ReactNode }) {
  return (
    <p className={styles.alert} role="alert">
      <CircleAlert size={16} />
      {children}
    </p>
  );
}
