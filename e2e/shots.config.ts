import { defineConfig } from "@playwright/test";
import { common } from "./browser.ts";

/** The pictures of the guide; each names the looks it is taken in. */
export default defineConfig({
  ...common,
  testMatch: "shots.ts",
  timeout: 120_000,
  reporter: [["list"]],
});
