import { defineConfig } from "@playwright/test";
import { common, desktop, en, phone, zh } from "./browser.ts";

const sizes = { desktop, phone };
const languages = { zh, en };
const themes = ["light", "dark"] as const;

/** Every scene at both sizes, in both languages and both themes. */
export default defineConfig({
  ...common,
  testMatch: "shots.ts",
  timeout: 120_000,
  reporter: [["list"]],
  projects: Object.entries(sizes).flatMap(([size, screen]) =>
    Object.entries(languages).flatMap(([language, locale]) =>
      themes.map((theme) => ({
        name: `${size}-${language}-${theme}`,
        use: {
          ...screen,
          ...locale,
          colorScheme: theme,
          contextOptions: { reducedMotion: "reduce" as const },
        },
      })),
    ),
  ),
});
