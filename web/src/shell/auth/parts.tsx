import { ArrowBigUpDash, CircleAlert, Info } from "lucide-react";
import { type KeyboardEvent, useEffect, useState } from "react";
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

/** Seconds left of a wait the server asked for; counts down to 0. */
export function useCountdown(): [left: number, start: (seconds: number) => void] {
  const [until, setUntil] = useState(0);
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (until === 0) return;
    const tick = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [until]);
  return [left, (seconds) => setUntil(Date.now() + seconds * 1000)];
}

const grades = ["weak", "fair", "good", "strong"] as const;

/** A rough grade from length and variety; the server's policy has the last word. */
export function passwordGrade(password: string): number {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length;
  const isDull = /^(.)\1+$/.test(password) || /^(0123|1234|abcd|qwer|password)/i.test(password);
  if (password.length < 8 || isDull) return 0;
  if (password.length < 10 || kinds < 2) return 1;
  return password.length >= 14 || kinds >= 3 ? 3 : 2;
}

export function Strength({ password }: { password: string }) {
  const t = useT();
  if (password === "") return null;
  const grade = passwordGrade(password);
  const name = grades[grade] ?? "weak";
  return (
    <div className={styles.strength} role="status" aria-label={`${t.strength.label} ${t.strength[name]}`}>
      {grades.map((_, index) => (
        <span key={index} className={styles.bar} data-on={index <= grade ? name : undefined} />
      ))}
      <span className={styles.strengthText}>{t.strength[name]}</span>
    </div>
  );
}
