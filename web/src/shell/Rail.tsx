import { Bell, CircleUserRound, Search } from "lucide-react";
import type { CSSProperties } from "react";
import { useMe } from "@/api/people";
import { useText } from "@/i18n";
import { cx } from "@/lib/cx";
import { type ModuleManifest, modules, type Navigation, type NavigationBadge } from "@/lib/module";
import { usePath } from "@/lib/nav";
import { openPalette } from "@/lib/overlays";
import { Avatar, Badge, IconButton, Link, late, Tip } from "@/ui";
import styles from "./AppShell.module.css";
import { useT } from "./i18n";
import { useUnreadNotices } from "./notices/stream";
import { useOwnPresence } from "./status";

// Menus and popovers are a third of the shell; they follow the first paint and nothing moves when they arrive.
const AccountMenu = late(() => import("./AccountMenu"), <OwnFace />);
const bell = <Bell size={20} strokeWidth={1.75} />;
const NoticesButton = late(() => import("./notices/NoticesButton"), <QuietBell />);

/** Modules with an entry that this person may see. */
export function useEntries(): { module: ModuleManifest; navigation: Navigation }[] {
  const me = useMe();
  return modules().flatMap((module) => {
    const { navigation } = module;
    return navigation && (navigation.isVisible?.(me) ?? true) ? [{ module, navigation }] : [];
  });
}

const none = (): NavigationBadge | undefined => undefined;

export function isUnder(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}/`);
}

interface EntryProps {
  navigation: Navigation;
  look: "rail" | "tab";
}

function Entry({ navigation, look }: EntryProps) {
  const text = useText();
  const path = usePath();
  const useBadge = navigation.useBadge ?? none;
  const badge = useBadge();
  const isOn = isUnder(path, navigation.to);
  const Icon = navigation.icon;
  const isTab = look === "tab";
  const link = (
    <Link
      href={navigation.to}
      plain
      className={isTab ? cx(styles.tab, isOn && styles.tabOn) : cx(styles.entry, isOn && styles.entryOn)}
      {...(isOn ? { "aria-current": "page" as const } : {})}
    >
      <Icon size={isTab ? 24 : 20} strokeWidth={isOn ? 2 : 1.75} aria-hidden="true" />
      <span className={styles.entryText}>{text(navigation.label)}</span>
      {badge && <Badge count={badge.count} className={styles.badge} />}
    </Link>
  );
  if (isTab || !navigation.key) return link;
  return (
    <Tip label={text(navigation.label)} keys={`g ${navigation.key}`} placement="right">
      {link}
    </Tip>
  );
}

/** The rail at the left of a desk: the reader, the modules, tools. */
export function Rail() {
  const t = useT();
  const entries = useEntries();
  return (
    <nav className={styles.rail} aria-label={t.rail} data-region="rail">
      <AccountMenu />
      <IconButton
        className={styles.tool}
        icon={<Search size={20} strokeWidth={1.75} />}
        label={t.search}
        keys="mod+k"
        tip="right"
        onPress={openPalette}
      />
      <div className={styles.nav}>
        {entries.map(({ module, navigation }) => (
          <Entry key={module.id} navigation={navigation} look="rail" />
        ))}
      </div>
      <div className={styles.tools}>
        <NoticesButton icon={bell} />
      </div>
    </nav>
  );
}

function OwnFace() {
  const me = useMe();
  const presence = useOwnPresence();
  return (
    <span className={styles.me}>
      <Avatar name={me.user.name} src={me.user.avatar} size={36} presence={presence} />
    </span>
  );
}

function QuietBell() {
  const t = useT();
  return <IconButton className={styles.tool} icon={bell} label={t.notices} tip="none" isDisabled />;
}

/** The tabs at the bottom of a phone. */
export function TabBar() {
  const t = useT();
  const path = usePath();
  const entries = useEntries().filter(({ navigation }) => !navigation.deskOnly);
  const unread = useUnreadNotices();
  const isMine = isUnder(path, "/settings") || isUnder(path, "/notifications");
  return (
    <nav
      className={styles.tabs}
      aria-label={t.rail}
      style={{ "--avatar-ring": "var(--bg)" } as CSSProperties}
    >
      {entries.slice(0, 4).map(({ module, navigation }) => (
        <Entry key={module.id} navigation={navigation} look="tab" />
      ))}
      <Link
        href="/settings"
        plain
        className={cx(styles.tab, isMine && styles.tabOn)}
        {...(isMine ? { "aria-current": "page" as const } : {})}
      >
        <Badge count={unread} isDot label={t.unreadNotices(unread)} className={styles.badge} />
        <CircleUserRound size={24} strokeWidth={isMine ? 2 : 1.75} aria-hidden="true" />
        <span className={styles.entryText}>{t.mine}</span>
      </Link>
    </nav>
  );
}
