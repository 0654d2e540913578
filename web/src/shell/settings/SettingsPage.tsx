import { Bell, ChevronRight, LogOut } from "lucide-react";
import { Fragment } from "react";
import { useMe } from "@/api/people";
import { useText } from "@/i18n";
import { useIsPhone } from "@/lib/media";
import { go, useParam } from "@/lib/nav";
import { personLine } from "@/shared/person";
import { Avatar, Badge, Button, ErrorBoundary, Link, ListItem, Page, PaneHeader, Split } from "@/ui";
import { askToSignOut } from "../ask";
import { useT as useShellT } from "../i18n";
import { useUnreadNotices } from "../notices/stream";
import { useEntries } from "../Rail";
import { NotFound } from "../Root";
import { useT } from "./i18n";
import styles from "./Settings.module.css";
import { type SettingsSection, sections } from "./sections";

/** Settings: the list of sections and the one that is open. On a phone the list is the page 我. */
export default function SettingsPage() {
  const t = useT();
  const me = useMe();
  const isPhone = useIsPhone();
  const chosen = useParam("section");
  const name = useSectionName();
  const visible = sections.filter(
    (section) => (section.isVisible?.(me) ?? true) && !(isPhone && section.deskOnly),
  );
  const open = visible.find((section) => section.id === (chosen ?? "profile"));
  if (!open) return <NotFound />;
  const { Panel } = open;
  return (
    <Split
      sideLabel={t.nav}
      sideWidth={260}
      hasDetail={chosen !== undefined}
      side={<SectionList sections={visible} current={isPhone ? undefined : open.id} />}
    >
      <PaneHeader title={name(open)} isLined onBack={() => go("/settings")} />
      <Page>
        <ErrorBoundary resetKey={open.id}>
          <Panel />
        </ErrorBoundary>
      </Page>
    </Split>
  );
}

function useSectionName() {
  const t = useT();
  const text = useText();
  return (section: SettingsSection) =>
    section.own ? t.sections[section.own] : section.label ? text(section.label) : section.id;
}

const groups = ["account", "app", "modules"] as const;

function SectionList({
  sections: all,
  current,
}: {
  sections: readonly SettingsSection[];
  current: string | undefined;
}) {
  const t = useT();
  const shellT = useShellT();
  const isPhone = useIsPhone();
  const name = useSectionName();
  return (
    <>
      <PaneHeader title={isPhone ? shellT.mine : t.title} />
      <nav className={styles.nav} aria-label={t.nav}>
        {isPhone && <PhoneHead />}
        {groups.map((group) => {
          const inGroup = all.filter((section) => section.group === group);
          if (inGroup.length === 0) return null;
          return (
            <Fragment key={group}>
              <div className={styles.group}>{t.groups[group]}</div>
              {inGroup.map(({ id, icon: Icon, ...section }) => (
                <ListItem
                  key={id}
                  height={isPhone ? 52 : 40}
                  href={`/settings/${id}`}
                  isActive={id === current}
                  leading={<Icon size={isPhone ? 20 : 18} strokeWidth={1.75} />}
                  title={name({ id, icon: Icon, ...section })}
                  after={isPhone && <ChevronRight size={18} className={styles.chevron} />}
                />
              ))}
            </Fragment>
          );
        })}
        {isPhone && (
          <div className={styles.signOut}>
            <Button wide size="lg" icon={<LogOut size={18} />} onPress={() => void askToSignOut()}>
              {shellT.signOut}
            </Button>
          </div>
        )}
      </nav>
    </>
  );
}

/** Who this is, and what has no tab of its own on a phone. */
function PhoneHead() {
  const t = useT();
  const text = useText();
  const me = useMe();
  const unread = useUnreadNotices();
  const hidden = useEntries().filter(({ navigation }, index) => navigation.deskOnly || index >= 4);
  return (
    <>
      <Link href="/settings/profile" plain className={styles.me}>
        <Avatar name={me.user.name} src={me.user.avatar} size={56} />
        <span className={styles.meText}>
          <span className={styles.meName}>{me.user.name}</span>
          <div className={styles.meSub}>{personLine(me.user) || me.org.name}</div>
        </span>
        <ChevronRight size={18} className={styles.chevron} />
      </Link>
      <ListItem
        height={52}
        href="/notifications"
        leading={<Bell size={20} strokeWidth={1.75} />}
        title={t.phone.notices}
        after={
          <>
            <Badge count={unread} />
            <ChevronRight size={18} className={styles.chevron} />
          </>
        }
      />
      {hidden.map(({ module, navigation }) => (
        <ListItem
          key={module.id}
          height={52}
          href={navigation.to}
          leading={<navigation.icon size={20} strokeWidth={1.75} />}
          title={text(navigation.label)}
          after={<ChevronRight size={18} className={styles.chevron} />}
        />
      ))}
    </>
  );
}
