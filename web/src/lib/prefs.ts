import { create } from "zustand";
import { persist } from "zustand/middleware";
import type { Locale } from "@/i18n";

export type Theme = "light" | "dark" | "system";

/** What this device remembers about how the interface looks and behaves. public/boot.js reads the same entry before the first paint. */
export interface Prefs {
  theme: Theme;
  locale: Locale;
  /** Whether desktop notifications are shown by this device, once the browser allows them. */
  desktopNotices: boolean;
  /** Whether a sound accompanies a notification. */
  sound: boolean;
  /** Name of the organisation last signed in to, shown on the sign-in page. */
  orgName: string;
}

export const usePrefs = create<Prefs>()(
  persist(
    (): Prefs => ({ theme: "system", locale: "zh-CN", desktopNotices: true, sound: true, orgName: "" }),
    { name: "courtyard.prefs", version: 1 },
  ),
);

const dark = () => window.matchMedia("(prefers-color-scheme: dark)");

function paint(theme: Theme) {
  const shown = theme === "system" ? (dark().matches ? "dark" : "light") : theme;
  document.documentElement.dataset.theme = shown;
  const colour = document.querySelector<HTMLMetaElement>('meta[name="theme-color"]');
  if (colour) colour.content = shown === "dark" ? "#101113" : "#eef0f4";
}

export function setTheme(theme: Theme) {
  usePrefs.setState({ theme });
}

/** Keeps the document in step with the preference, the system and other tabs. Called once at start. */
export function followTheme() {
  paint(usePrefs.getState().theme);
  usePrefs.subscribe((prefs) => paint(prefs.theme));
  dark().addEventListener("change", () => paint(usePrefs.getState().theme));
  window.addEventListener("storage", (event) => {
    if (event.key === "courtyard.prefs") void usePrefs.persist.rehydrate();
  });
}
