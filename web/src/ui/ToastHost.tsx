import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { Button } from "react-aria-components";
import { createPortal } from "react-dom";
import { useCommon } from "@/i18n";
import styles from "./Toast.module.css";
import { dismissToast, holdToast, releaseToast, type ToastEntry, useToasts } from "./toast";

const icons = {
  plain: null,
  success: <CircleCheck size={18} className={styles.success} />,
  error: <CircleAlert size={18} className={styles.error} />,
  info: <Info size={18} className={styles.info} />,
};

/** Renders the toasts. Mounted once. */
export function ToastHost() {
  const toasts = useToasts((state) => state.toasts);
  return createPortal(
    // `data-react-aria-top-layer` keeps the toasts usable while a dialog is open. Each toast announces itself.
    <section className={styles.region} data-react-aria-top-layer="true">
      {toasts.map((entry) => (
        <Toast key={entry.id} entry={entry} />
      ))}
    </section>,
    document.body,
  );
}

function Toast({ entry }: { entry: ToastEntry }) {
  const common = useCommon();
  const { action } = entry;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: resting on the toast only holds its clock.
    <div
      className={styles.toast}
      role={entry.tone === "error" ? "alert" : "status"}
      onPointerEnter={() => holdToast(entry.id)}
      onPointerLeave={() => releaseToast(entry)}
      onFocus={() => holdToast(entry.id)}
      onBlur={() => releaseToast(entry)}
    >
      {icons[entry.tone ?? "plain"]}
      <div className={styles.text}>
        {entry.title}
        {entry.detail && <div className={styles.detail}>{entry.detail}</div>}
      </div>
      {action && (
        <Button
          className={styles.action}
          onPress={() => {
            dismissToast(entry.id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <Button className={styles.close} aria-label={common.close} onPress={() => dismissToast(entry.id)}>
        <X size={16} />
      </Button>
    </div>
  );
}
