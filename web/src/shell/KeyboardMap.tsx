import { useLocale, useText } from "@/i18n";
import { modules } from "@/lib/module";
import { useOverlays } from "@/lib/overlays";
import { useShortcutRegistry } from "@/lib/shortcuts";
import { Dialog, Kbd } from "@/ui";
import { useT } from "./i18n";
import styles from "./KeyboardMap.module.css";

interface Named {
  keys: string;
  label: string;
  group: string;
}

/** What the pages of the modules bind, whether they are open or not. */
function useElsewhere(): readonly Named[] {
  const text = useText();
  const locale = useLocale();
  const known = useShortcutRegistry((state) => state.known);
  const told = modules().flatMap(({ navigation, shortcuts = [] }) =>
    navigation
      ? shortcuts.map(({ keys, label }) => ({ keys, label: text(label), group: text(navigation.label) }))
      : [],
  );
  return [...told, ...known.filter((entry) => entry.locale === locale)];
}

/** Bindings by group: those that work now, or with `isComplete` also those of other pages. */
export function ShortcutTable({ isComplete }: { isComplete?: boolean }) {
  const t = useT();
  const active = useShortcutRegistry((state) => state.active);
  const elsewhere = useElsewhere();
  const fixed = [
    { keys: "Escape", label: t.keys.close, group: t.groups.general },
    { keys: "ArrowUp ArrowDown", label: t.keys.move, group: t.groups.list },
    { keys: "Enter", label: t.keys.openItem, group: t.groups.list },
  ];
  const groups = new Map<string, Named[]>();
  for (const entry of [...active, ...fixed, ...(isComplete ? elsewhere : [])]) {
    const rows = groups.get(entry.group) ?? [];
    groups.set(entry.group, rows);
    if (!rows.some((row) => row.keys === entry.keys)) rows.push(entry);
  }
  return (
    <div className={styles.groups}>
      {[...groups].map(([name, rows]) => (
        <section key={name} className={styles.group}>
          <h3 className={styles.name}>{name}</h3>
          {rows.map((row) => (
            <div key={row.keys} className={styles.row}>
              <span>{row.label}</span>
              <Kbd keys={row.keys} />
            </div>
          ))}
        </section>
      ))}
    </div>
  );
}

/** The map that `?` opens. */
export default function KeyboardMap() {
  const t = useT();
  return (
    <Dialog
      isOpen
      onOpenChange={(keyboardMap) => useOverlays.setState({ keyboardMap })}
      title={t.shortcuts}
      size="lg"
    >
      <ShortcutTable />
    </Dialog>
  );
}
