import { Copy } from "lucide-react";
import type { ReactNode } from "react";
import { copyText } from "@/lib/clipboard";
import { Pressable } from "@/ui";
import styles from "./Fact.module.css";
import { useT } from "./i18n";

interface FactProps {
  children: ReactNode;
  /** What the button beside it copies; no button without. */
  copies?: string;
  /** What that is called: phone, email. */
  what?: string;
}

/** A value with a button that copies it; the button shows when the pointer or the focus is there. */
export function Fact({ children, copies, what }: FactProps) {
  const t = useT();
  return (
    <div className={styles.fact}>
      <span className={styles.text}>{children}</span>
      {copies && what && (
        <Pressable
          className={styles.copy}
          aria-label={t.copyWhat(what)}
          onPress={() => void copyText(copies, t.copied(what))}
        >
          <Copy size={14} />
        </Pressable>
      )}
    </div>
  );
}
