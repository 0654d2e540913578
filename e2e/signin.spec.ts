import { expect, expectAccessible, expectNoOverflow, fillSignIn, owner, test } from "./lib.ts";

test.describe("signing in", () => {
  // Who is not signed in yet is told so when the client asks who they are.
  test.beforeEach(({ problems }) => problems.allow(/status of 401 .*\/people\/me/));

  test("with account and password leads into the office, and stays so", async ({ page, office, say }) => {
    await page.goto("/");
    await fillSignIn(page, say, owner(office), office.password);
    await expect(page.getByRole("navigation")).toBeVisible();
    await expect(page).not.toHaveURL(/signin/);

    await page.reload();
    await expect(page.getByRole("navigation")).toBeVisible();
  });

  test("with a wrong password says so and keeps the account", async ({ page, office, problems, say }) => {
    problems.allow(/status of 401 .*\/people\/sessions/);
    await page.goto("/signin");
    const account = page.getByLabel(say("账号", "Account"), { exact: true });
    const password = page.getByLabel(say("密码", "Password"), { exact: true });
    await account.fill(owner(office));
    await password.fill("not the password");
    await password.press("Enter");
    await expect(page.getByRole("alert")).toBeVisible();
    await expect(account).toHaveValue(owner(office));
    await expect(password).toHaveValue("");
    await expect(password).toBeFocused();
  });

  test("without anything entered asks for both", async ({ page, say }) => {
    await page.goto("/signin");
    await page.getByRole("button", { name: say("登录", "Sign in"), exact: true }).click();
    await expect(page.getByText(say("请填写账号和密码", "Enter your account and password"))).toBeVisible();
  });

  test("leads to the page that was asked for", async ({ page, office, say }) => {
    await page.goto("/settings");
    await page.getByLabel(say("账号", "Account"), { exact: true }).fill(owner(office));
    await page.getByLabel(say("密码", "Password"), { exact: true }).fill(office.password);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/settings/);
  });

  test("is for everyone: keyboard, screen reader, small screen, both themes", async ({ page, say }) => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto("/signin");
      await expect(page.getByLabel(say("账号", "Account"), { exact: true })).toBeFocused();
      await expectAccessible(page);
      await expectNoOverflow(page);
    }
  });
});
