import { WifiOff } from "lucide-react";
import { live, useLive } from "@/api/live";
import { Pressable } from "@/ui";
import styles from "./AppShell.module.css";
import { useT } from "./i18n";
import { useIsOnline } from "./online";

/** Says that the connection is gone, and offers to try at once. */
export function OfflineBar() {
  const t = useT();
  const isOnline = useIsOnline();
  const { interrupted, connection } = useLive();
  if (isOnline && !interrupted) return null;
  return (
    <div className={styles.offline} role="status">
      <WifiOff size={16} aria-hidden="true" />
      <span>{isOnline ? t.reconnecting : t.offline}</span>
      {isOnline && connection === "waiting" && (
        <Pressable className={styles.retry} onPress={() => live.retryNow()}>
          {t.retryNow}
        </Pressable>
      )}
    </div>
  );
}
