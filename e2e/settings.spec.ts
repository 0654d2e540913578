import type { Page } from "@playwright/test";
import { expect, fillSignIn, owner, signIn, test } from "./lib.ts";

test("look and language are chosen once and stay, also on the next device", async ({
  page,
  office,
  stranger,
  say,
  problems,
}) => {
  problems.allow(/status of 401 .*\/people\/me/);
  await signIn(page, office, owner(office), "/settings/appearance");
  await page.getByRole("button", { name: say("深色", "Dark") }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const saved = keeps(page, "locale");
  await page.getByText(say("English", "简体中文"), { exact: true }).click();
  await saved;
  const title = say("Settings", "设置");
  await expect(page.getByRole("heading", { name: title, exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: title, exact: true })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");

  const next = await stranger();
  await next.goto("/settings/appearance");
  await fillSignIn(next, say, owner(office), office.password);
  await expect(next.getByRole("heading", { name: title, exact: true })).toBeVisible();
  await expect(next.locator("html")).toHaveAttribute("data-theme", "dark");
  // Whoever comes next finds all as it was.
  const spoken = keeps(next, "locale");
  await next.getByText(say("简体中文", "English"), { exact: true }).click();
  await spoken;
  const lit = keeps(next, "theme");
  await next.getByRole("button", { name: say("跟随系统", "Match system") }).click();
  await lit;
  await expect(next.getByRole("heading", { name: say("设置", "Settings"), exact: true })).toBeVisible();
});

/** Resolves when the office has kept a choice. */
function keeps(page: Page, choice: string) {
  return page.waitForResponse((answer) => {
    const asked = answer.request();
    return asked.method() === "PATCH" && answer.ok() && asked.postData()?.includes(choice) === true;
  });
}
