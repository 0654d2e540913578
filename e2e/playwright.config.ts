import { defineConfig } from "@playwright/test";
import { common, desktop, en, phone, zh } from "./browser.ts";

/** Journeys that speak both languages; the others are walked in Chinese. */
const inEnglish = /(signin|palette|settings|access)\.spec\.ts$/;
/** Journeys that fit in a hand. */
const onPhone = /(signin|phone|access)\.spec\.ts$/;
const phoneOnly = /phone\.spec\.ts$/;

/**
 * Every journey is walked once in the Chinese of a desk; what differs by size or language also elsewhere. The themes
 * alternate so that each size and language sees both.
 */
export default defineConfig({
  ...common,
  testMatch: "*.spec.ts",
  timeout: 90_000,
  // A journey waits more than it works.
  workers: 2,
  reporter: [["list"], ["html", { open: "never", outputFolder: "results/report" }]],
  use: { ...common.use, trace: "retain-on-failure", screenshot: "only-on-failure" },
  projects: [
    { name: "desktop-zh", testIgnore: phoneOnly, use: { ...desktop, ...zh, colorScheme: "light" } },
    { name: "desktop-en", testMatch: inEnglish, use: { ...desktop, ...en, colorScheme: "dark" } },
    { name: "phone-zh", testMatch: onPhone, use: { ...phone, ...zh, colorScheme: "dark" } },
    { name: "phone-en", testMatch: /access\.spec\.ts$/, use: { ...phone, ...en, colorScheme: "light" } },
  ],
});
