import { MessagesSquare } from "lucide-react";
import { EmptyState } from "@/ui";
import { useT } from "../i18n";
import styles from "./List.module.css";

/** Stands beside the list while no chat is open. */
export default function NoChat() {
  const t = useT();
  return (
    <div className={styles.none}>
      <EmptyState
        icon={<MessagesSquare size={36} strokeWidth={1.5} />}
        title={t.list.choose}
        text={t.list.chooseText}
      />
    </div>
  );
}
