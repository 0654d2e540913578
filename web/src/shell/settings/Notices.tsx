import { askForNotices, useNoticePermission } from "@/lib/notices";
import { usePrefs } from "@/lib/prefs";
import { Button, Section, Switch, toast } from "@/ui";
import { useT } from "./i18n";
import styles from "./Settings.module.css";

export default function Notices() {
  const t = useT();
  const permission = useNoticePermission((state) => state.permission);
  const { desktopNotices, sound } = usePrefs();

  const test = () => {
    // Straight to the browser: the usual road stays silent while the page is looked at.
    try {
      new Notification(t.notices.testTitle, {
        body: t.notices.testBody,
        icon: "/icon-192.png",
        silent: !sound,
      });
    } catch {
      toast.info(t.notices.unsupported);
    }
  };

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
      {permission === "denied" && <Section text={<span className={styles.warn}>{t.notices.denied}</span>} />}
      {permission === "unsupported" && (
        <Section text={<span className={styles.warn}>{t.notices.unsupported}</span>} />
      )}
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
          <Button onPress={test}>{t.notices.test}</Button>
        </Section>
      )}
    </>
  );
}
