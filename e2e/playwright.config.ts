import { defineConfig } from "@playwright/test";
import { common, desktop, en, phone, zh } from "./browser.ts";

/** Each journey runs at both sizes in both languages; the themes alternate so that each size and language sees both. */
export default defineConfig({
  ...common,
  testMatch: "*.spec.ts",
  timeout: 90_000,
  reporter: [["list"], ["html", { open: "never", outputFolder: "results/report" }]],
  use: { ...common.use, trace: "retain-on-failure", screenshot: "only-on-failure" },
  projects: [
    { name: "desktop-zh", use: { ...desktop, ...zh, colorScheme: "light" } },
    { name: "desktop-en", use: { ...desktop, ...en, colorScheme: "dark" } },
    { name: "phone-zh", use: { ...phone, ...zh, colorScheme: "dark" } },
    { name: "phone-en", use: { ...phone, ...en, colorScheme: "light" } },
  ],
});
