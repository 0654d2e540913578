import { askForNotices, presentNotice, useNoticePermission } from "@/lib/notices";
import { usePrefs } from "@/lib/prefs";
import { Button, Section, Switch, toast } from "@/ui";
import { useT } from "./i18n";
import styles from "./Settings.module.css";

export default function Notices() {
  const t = useT();
  const permission = useNoticePermission((state) => state.permission);
  const { desktopNotices, sound } = usePrefs();

  const mayBeShown = permission === "granted" || permission === "default";

  const test = () =>
    presentNotice({
      title: t.notices.testTitle,
      body: t.notices.testBody,
      tag: "test",
      url: "/settings/notifications",
    }).catch(() => toast.info(t.notices.unsupported));

  return (
    <>
      {permission === "default" && (
        <Section
          text={t.notices.askText}
          action={
            <Button variant="primary" size="sm" onPress={() => void askForNotices()}>
              {t.notices.ask}
            </Button>
          }
        />
      )}
      {!mayBeShown && <Section text={<span className={styles.warn}>{t.notices[permission]}</span>} />}
      <Section>
        <Switch
          isSelected={desktopNotices}
          isDisabled={permission !== "granted"}
          onChange={(on) => usePrefs.setState({ desktopNotices: on })}
          hint={t.notices.desktopText}
        >
          {t.notices.desktop}
        </Switch>
        <Switch
          isSelected={sound}
          isDisabled={permission !== "granted" || !desktopNotices}
          onChange={(on) => usePrefs.setState({ sound: on })}
          hint={t.notices.soundText}
        >
          {t.notices.sound}
        </Switch>
      </Section>
      {permission === "granted" && (
        <Section>
          <Button onPress={() => void test()}>{t.notices.test}</Button>
        </Section>
      )}
    </>
  );
}
