import type { PlaywrightTestConfig } from "@playwright/test";

/** The system's Chromium, quiet and without what a container lacks. */
export const launchOptions = {
  executablePath: process.env.COURTYARD_TEST_CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

/** What journeys and pictures have in common. */
export const common = {
  testDir: ".",
  globalSetup: "./setup.ts",
  outputDir: "results/artifacts",
  forbidOnly: true,
  fullyParallel: false,
  retries: 0,
  expect: { timeout: 15_000 },
  use: {
    launchOptions,
    timezoneId: "Asia/Shanghai",
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
  },
} satisfies PlaywrightTestConfig;

export const desktop = { viewport: { width: 1440, height: 900 } };

export const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

export const zh = { locale: "zh-CN" };
export const en = { locale: "en-US" };
