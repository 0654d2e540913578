import { ArrowBigUpDash, CircleAlert, Info } from "lucide-react";
import { type KeyboardEvent, useLayoutEffect, useState } from "react";
import type { ApiError } from "@/api/error";
import { cx } from "@/lib/cx";
import styles from "./Auth.module.css";
import { useT } from "./i18n";

/** What the server refused, with the request id for whoever is asked for help. */
export function Refusal({ error, text }: { error?: ApiError | undefined; text?: string | undefined }) {
  const shown = text ?? error?.detail ?? error?.title;
  if (!shown) return null;
  return (
    <div className={cx(styles.note, styles.bad)} role="alert">
      <CircleAlert size={16} aria-hidden="true" />
      <span>
        {shown}
        {error && error.status >= 500 && error.requestId && (
          <>
            <br />
            <span className={styles.request}>{error.requestId}</span>
          </>
        )}
      </span>
    </div>
  );
}

export function Note({ text }: { text: string }) {
  return (
    <div className={cx(styles.note, styles.info)} role="status">
      <Info size={16} aria-hidden="true" />
      <span>{text}</span>
    </div>
  );
}

/** Follows the Caps Lock key while a field is typed in. */
export function useCapsLock() {
  const [isOn, setOn] = useState(false);
  const onKey = (event: KeyboardEvent) => setOn(event.getModifierState("CapsLock"));
  return { isOn, listeners: { onKeyDown: onKey, onKeyUp: onKey, onBlur: () => setOn(false) } };
}

export function CapsLockHint() {
  const t = useT();
  return (
    <span className={styles.caps}>
      <ArrowBigUpDash size={14} aria-hidden="true" />
      {t.capsLock}
    </span>
  );
}

const secondsTo = (until: number) => Math.max(0, Math.ceil((until - Date.now()) / 1000));

/** Seconds left until a moment; counts down to 0. */
export function useCountdown(until: number): number {
  const [left, setLeft] = useState(() => secondsTo(until));
  useLayoutEffect(() => {
    setLeft(secondsTo(until));
    if (secondsTo(until) === 0) return;
    const timer = setInterval(() => setLeft(secondsTo(until)), 500);
    return () => clearInterval(timer);
  }, [until]);
  return left;
}
