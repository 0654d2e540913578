import { useQueries } from "@tanstack/react-query";
import { useText } from "@/i18n";
import { modules } from "@/lib/module";
import { usePath } from "@/lib/nav";
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

/** What modules tell about their pages: of the one that is open, or of all. */
function useTold(isComplete: boolean): readonly Named[] {
  const text = useText();
  const path = usePath();
  const wanted = modules().filter(
    ({ navigation, shortcuts }) => shortcuts && navigation && (isComplete || path.startsWith(navigation.to)),
  );
  const lists = useQueries({
    queries: wanted.map(({ id, shortcuts }) => ({
      queryKey: ["shortcuts", id],
      queryFn: async () => (await shortcuts?.())?.default ?? [],
      staleTime: Number.POSITIVE_INFINITY,
      // They come from the build, not from the network's other end.
      networkMode: "always" as const,
    })),
  });
  return wanted.flatMap(({ navigation }, index) =>
    (lists[index]?.data ?? []).map(({ keys, label }) => ({
      keys,
      label: text(label),
      group: navigation ? text(navigation.label) : "",
    })),
  );
}

/** Bindings by group: those that work now, or with `isComplete` also those of other pages. */
export function ShortcutTable({ isComplete = false }: { isComplete?: boolean }) {
  const t = useT();
  const active = useShortcutRegistry((state) => state.active);
  const told = useTold(isComplete);
  const fixed = [
    { keys: "Escape", label: t.keys.close, group: t.groups.general },
    { keys: "ArrowUp ArrowDown", label: t.keys.move, group: t.groups.list },
    { keys: "Enter", label: t.keys.openItem, group: t.groups.list },
  ];
  const groups = new Map<string, Named[]>();
  for (const entry of [...active, ...fixed, ...told]) {
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
