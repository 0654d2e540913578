import styles from "../Auth.module.css";
import { useT } from "./i18n";

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
