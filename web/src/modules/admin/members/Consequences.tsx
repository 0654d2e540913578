import styles from "./Consequences.module.css";

/** What a step means for the person, one line each. */
export function Consequences({ lines }: { lines: readonly string[] }) {
  return (
    <ul className={styles.consequences}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
