import { useLocale } from "@/i18n";
import { usePrefs } from "@/lib/prefs";
import { Pressable, RadioGroup, Section } from "@/ui";
import { rememberLocale, rememberTheme } from "../session";
import { useT } from "./i18n";
import styles from "./Settings.module.css";

const looks = {
  light: { ground: "#eef0f4", panel: "#ffffff", line: "#d3d7de", text: "#1d2129", accent: "#2a5ce0" },
  dark: { ground: "#101113", panel: "#1e2023", line: "#3a3e45", text: "#eceef1", accent: "#3c6bea" },
};

/** A small drawing of the interface in one theme. */
function Sample({ theme, clip }: { theme: keyof typeof looks; clip?: string }) {
  const look = looks[theme];
  return (
    <svg
      viewBox="0 0 160 84"
      preserveAspectRatio="xMinYMin slice"
      width="100%"
      height="100%"
      aria-hidden="true"
      style={{ position: "absolute", inset: 0, ...(clip ? { clipPath: clip } : {}) }}
    >
      <rect width="160" height="84" fill={look.ground} />
      <rect x="22" y="8" width="130" height="84" rx="6" fill={look.panel} />
      <rect x="6" y="10" width="10" height="10" rx="5" fill={look.accent} />
      <rect x="7" y="28" width="8" height="6" rx="2" fill={look.line} />
      <rect x="7" y="42" width="8" height="6" rx="2" fill={look.line} />
      <rect x="32" y="18" width="28" height="6" rx="3" fill={look.text} />
      <rect x="32" y="34" width="28" height="4" rx="2" fill={look.line} />
      <rect x="32" y="46" width="28" height="4" rx="2" fill={look.line} />
      <rect x="32" y="58" width="28" height="4" rx="2" fill={look.line} />
      <rect x="66" y="8" width="1" height="84" fill={look.line} />
      <rect x="78" y="20" width="44" height="14" rx="5" fill={look.line} />
      <rect x="94" y="44" width="48" height="14" rx="5" fill={look.accent} />
    </svg>
  );
}

export default function Appearance() {
  const t = useT();
  const theme = usePrefs((prefs) => prefs.theme);
  const locale = useLocale();
  return (
    <>
      <Section title={t.appearance.theme}>
        <div className={styles.themes}>
          {(["light", "dark", "system"] as const).map((choice) => (
            <Pressable
              key={choice}
              className={styles.theme}
              aria-pressed={theme === choice}
              onPress={() => void rememberTheme(choice)}
            >
              <span className={styles.themeArt}>
                <Sample theme={choice === "dark" ? "dark" : "light"} />
                {choice === "system" && (
                  <Sample theme="dark" clip="polygon(100% 0, 100% 100%, 35% 100%, 65% 0)" />
                )}
              </span>
              {t.appearance[choice]}
            </Pressable>
          ))}
        </div>
      </Section>
      <Section title={t.appearance.language} text={t.appearance.languageText}>
        <RadioGroup
          aria-label={t.appearance.language}
          value={locale}
          onChange={(choice) => void rememberLocale(choice)}
          choices={[
            { id: "zh-CN", label: "简体中文" },
            { id: "en", label: "English" },
          ]}
        />
      </Section>
    </>
  );
}
