import { Keyboard, Languages, LogOut, Settings, SunMoon } from "lucide-react";
import { useMe } from "@/api/people";
import { useCommon, useLocale } from "@/i18n";
import { openKeyboardMap } from "@/lib/overlays";
import { usePrefs } from "@/lib/prefs";
import { Avatar, Menu, MenuItem, MenuSection, MenuSeparator, Pressable, SubMenu } from "@/ui";
import styles from "./AppShell.module.css";
import { askToSignOut } from "./ask";
import { useT } from "./i18n";
import { rememberLocale, rememberTheme } from "./session";
import { setOwnStatus, useOwnPresence, useOwnStatus } from "./status";

/** The reader's face: status, settings, theme, language, sign out. */
export default function AccountMenu() {
  const t = useT();
  const me = useMe();
  const theme = usePrefs((prefs) => prefs.theme);
  const locale = useLocale();
  const common = useCommon();
  const status = useOwnStatus();
  const presence = useOwnPresence();
  return (
    <Menu
      label={`${t.account} · ${me.user.name}`}
      placement="right top"
      trigger={
        <Pressable
          className={styles.me}
          aria-label={`${t.account} · ${me.user.name} · ${common.presence[presence]}`}
        >
          <Avatar name={me.user.name} src={me.user.avatar} size={36} presence={presence} />
        </Pressable>
      }
    >
      <MenuSection title={`${me.user.name} · ${me.org.name}`}>
        <MenuItem
          label={t.status.active}
          isChecked={status === "active"}
          onAction={() => setOwnStatus("active")}
        />
        <MenuItem label={t.status.away} isChecked={status === "away"} onAction={() => setOwnStatus("away")} />
      </MenuSection>
      <MenuSeparator />
      <MenuItem label={t.settings} icon={<Settings size={16} />} keys="g s" href="/settings" />
      <SubMenu label={t.theme} icon={<SunMoon size={16} />}>
        {(["light", "dark", "system"] as const).map((choice) => (
          <MenuItem
            key={choice}
            label={t[choice]}
            isChecked={theme === choice}
            onAction={() => void rememberTheme(choice)}
          />
        ))}
      </SubMenu>
      <SubMenu label={t.language} icon={<Languages size={16} />}>
        <MenuItem
          label="简体中文"
          isChecked={locale === "zh-CN"}
          onAction={() => void rememberLocale("zh-CN")}
        />
        <MenuItem label="English" isChecked={locale === "en"} onAction={() => void rememberLocale("en")} />
      </SubMenu>
      <MenuItem label={t.shortcuts} icon={<Keyboard size={16} />} keys="?" onAction={openKeyboardMap} />
      <MenuSeparator />
      <MenuItem label={t.signOut} icon={<LogOut size={16} />} onAction={() => void askToSignOut()} />
    </Menu>
  );
}
