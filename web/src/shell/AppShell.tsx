import { Outlet, useMatches } from "@tanstack/react-router";
import { Suspense, useEffect } from "react";
import { live } from "@/api/live";
import { meKey, useMe } from "@/api/people";
import { queries } from "@/api/query";
import { useCommon, useText } from "@/i18n";
import { whenIdle } from "@/lib/idle";
import { useIsPhone } from "@/lib/media";
import { allModules, hasModule, modules, type Navigation, type PaletteAction } from "@/lib/module";
import { go, usePath } from "@/lib/nav";
import { listenForNotices } from "@/lib/notices";
import { openKeyboardMap, openNotices, openPalette, useOverlays } from "@/lib/overlays";
import { listenForShortcuts, useShortcut } from "@/lib/shortcuts";
import { setPageTitle, setUnread } from "@/lib/title";
import { ErrorBoundary, late, warmLayers } from "@/ui";
import styles from "./AppShell.module.css";
import { useT } from "./i18n";
import { useNoticeStream } from "./notices/stream";
import { OfflineBar } from "./OfflineBar";
import { Rail, TabBar, useEntries } from "./Rail";
import { moveRegion } from "./regions";
import { watchIdle } from "./status";

const Palette = late(() => import("./palette/Palette"));
const KeyboardMap = late(() => import("./KeyboardMap"));

/** What modules keep alive beside their pages. */
const residents = allModules().flatMap(({ id, resident }) =>
  resident ? [{ id, Resident: late(resident) }] : [],
);

/** The frame around every page of a signed-in person. */
export default function AppShell() {
  const t = useT();
  const isPhone = useIsPhone();
  const path = usePath();
  const matches = useMatches();
  const isDetail = matches[matches.length - 1]?.staticData.isDetail ?? false;
  const overlays = useOverlays();

  useEffect(() => {
    live.start();
    const stopIdle = watchIdle();
    const stopKeys = listenForShortcuts();
    return () => {
      live.stop();
      stopIdle();
      stopKeys();
    };
  }, []);
  useEffect(() => live.onReconnect(() => void queries.invalidateQueries({ queryKey: meKey })), []);
  useEffect(listenForNotices, []);
  useEffect(() => whenIdle(() => void warmLayers()), []);
  useNoticeStream();
  usePageTitle();

  const { general } = t.groups;
  useShortcut("mod+k", t.keys.palette, general, openPalette, { whileTyping: true });
  useShortcut("?", t.keys.map, general, openKeyboardMap);
  useShortcut("F6", t.keys.regions, general, moveRegion, { whileTyping: true });
  useShortcut("g n", t.keys.notices, t.groups.go, openNotices);
  useShortcut("g s", t.keys.settings, t.groups.go, () => go("/settings"));

  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t.skip}
      </a>
      {!isPhone && <Rail />}
      <EntryShortcuts />
      <ActionShortcuts />
      <UnreadTotal />
      <div className={styles.body}>
        <OfflineBar />
        <main id="content" className={styles.panel} tabIndex={-1} data-region="content">
          <ErrorBoundary resetKey={path}>
            <Suspense fallback={null}>
              <Outlet />
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
      {isPhone && !isDetail && <TabBar />}
      {residents.map(
        ({ id, Resident }) =>
          hasModule(id) && (
            <ErrorBoundary key={id} isSilent>
              <Resident />
            </ErrorBoundary>
          ),
      )}
      {overlays.palette && <Palette />}
      {overlays.keyboardMap && <KeyboardMap />}
    </div>
  );
}

/** G and then a letter goes to a module. */
function EntryShortcuts() {
  return useEntries().map(({ module, navigation }) =>
    navigation.key ? (
      <EntryShortcut key={module.id} letter={navigation.key} to={navigation.to} label={navigation.label} />
    ) : null,
  );
}

/** Commands of modules that have keys of their own. */
function ActionShortcuts() {
  const me = useMe();
  return modules().flatMap((module) =>
    (module.actions ?? []).map((action) =>
      action.keys && (action.isVisible?.(me) ?? true) ? (
        <ActionShortcut key={`${module.id}-${action.id}`} action={action} keys={action.keys} />
      ) : null,
    ),
  );
}

function ActionShortcut({ action, keys }: { action: PaletteAction; keys: string }) {
  const t = useT();
  const text = useText();
  useShortcut(keys, text(action.label), t.groups.general, () => {
    if (action.run) action.run();
    else if (action.href) void go(action.href);
  });
  return null;
}

function EntryShortcut({
  letter,
  to,
  label,
}: {
  letter: string;
  to: string;
  label: Parameters<ReturnType<typeof useText>>[0];
}) {
  const t = useT();
  const text = useText();
  useShortcut(`g ${letter}`, t.goTo(text(label)), t.groups.go, () => go(to));
  return null;
}

/** Adds up what waits in the modules for the title and the icon of the installed app. */
function UnreadTotal() {
  return useEntries().map(({ module, navigation }) =>
    navigation.useBadge ? <UnreadPart key={module.id} id={module.id} useBadge={navigation.useBadge} /> : null,
  );
}

function UnreadPart({ id, useBadge }: { id: string; useBadge: NonNullable<Navigation["useBadge"]> }) {
  const badge = useBadge();
  const count = badge?.count ?? 0;
  useEffect(() => {
    setUnread(id, count);
    return () => setUnread(id, 0);
  }, [id, count]);
  return null;
}

/** Names the tab after the deepest route that has a title, else after the module. */
function usePageTitle() {
  const common = useCommon();
  const text = useText();
  const path = usePath();
  const matches = useMatches();
  const titled = matches.findLast((match) => match.staticData.title)?.staticData.title;
  const entry = modules().find((module) => module.navigation && path.startsWith(module.navigation.to));
  const title = titled ?? entry?.navigation?.label;
  const shown = title ? text(title) : common.product;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page may set a better title; only a move resets it.
  useEffect(() => setPageTitle(shown), [shown, path]);
}
