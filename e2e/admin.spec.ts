import { Hand } from "./api.ts";
import { expect, fillSignIn, live, member, owner, signIn, test } from "./lib.ts";

/** How soon the line of somebody who is suspended is closed. */
const OUT_MS = 2000;

test.describe("the console", () => {
  test("a person is added, invited, sets a password, and signs in", async ({
    page,
    office,
    stranger,
    say,
    problems,
  }) => {
    problems.allow(/status of 401 .*\/people\/me/, /status of 410 .*\/people\/invitations/);
    await signIn(page, office, owner(office), "/admin/people");
    await page.getByRole("button", { name: "添加成员" }).click();
    const form = page.getByRole("dialog", { name: "添加成员" });
    await form.getByRole("button", { name: "添加", exact: true }).click();
    await expect(form.getByText("请填写姓名")).toBeVisible();
    await form.getByLabel(/^姓名/).fill("尤今朝");
    await form.getByLabel("登录名").fill("youjz");
    await form.getByRole("button", { name: "添加", exact: true }).click();

    const link = page.getByRole("dialog", { name: "尤今朝的邀请链接" });
    const url = await link.locator("code").innerText();
    await link.getByRole("button", { name: "关闭" }).click();
    await expect(link).toBeHidden();

    const newcomer = await stranger();
    await newcomer.goto(new URL(url).pathname);
    await expect(newcomer.getByRole("heading", { name: "尤今朝，你好" })).toBeVisible();
    await newcomer.getByLabel(/^新密码/).fill("12345");
    await newcomer.getByLabel("再次输入密码").fill("12345");
    problems.allow(/status of (400|422) .*\/accept/);
    await newcomer.getByRole("button", { name: "进入合院" }).click();
    await expect(newcomer.getByText(/至少|密码太短|太短/).first()).toBeVisible();
    await newcomer.getByLabel(/^新密码/).fill("朝花夕拾-2026");
    await newcomer.getByLabel("再次输入密码").fill("朝花夕拾-2026");
    await newcomer.getByRole("button", { name: "进入合院" }).click();
    await expect(newcomer.getByRole("navigation", { name: "主导航" })).toBeVisible();

    const again = await stranger();
    await again.goto("/signin");
    await fillSignIn(again, say, "youjz", "朝花夕拾-2026");
    await expect(again.getByRole("navigation", { name: "主导航" })).toBeVisible();
    // The link has served.
    await again.goto(new URL(url).pathname);
    await expect(again.getByText("这个链接已失效")).toBeVisible();
  });

  test("whoever is suspended is out of their open window at once, and back when let in again", async ({
    page,
    office,
    another,
    say,
    problems,
  }) => {
    problems.allow(/status of 401/, /status of 403 .*\/people\/sessions/);
    const login = member(office, 9);
    const { card } = await Hand.of(office, login);
    const victim = await another(login, "/chat");
    const [line] = await Promise.all([live(victim), victim.reload()]);
    await signIn(page, office, owner(office), `/admin/people?user=${card.id}`);
    const drawer = page.getByRole("dialog", { name: "成员详情" });
    await drawer.getByRole("button", { name: "更多操作" }).click();
    await page.getByRole("menuitem", { name: "停用" }).click();
    const suspended = page.waitForResponse((answer) => answer.url().endsWith("/suspend") && answer.ok());
    const closed = line.waitForEvent("close");
    await page.getByRole("alertdialog").getByRole("button", { name: "停用" }).click();
    await suspended;
    const since = Date.now();
    await closed;
    expect(Date.now() - since).toBeLessThan(OUT_MS);
    await expect(victim).toHaveURL(/\/signin/);
    await expect(victim.getByText("登录已失效，请重新登录。")).toBeVisible();
    await fillSignIn(victim, say, login, office.password);
    await expect(victim.getByRole("alert")).toBeVisible();

    await drawer.getByRole("button", { name: "恢复" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "恢复" }).click();
    await expect(drawer.getByText("在职")).toBeVisible();
    await fillSignIn(victim, say, login, office.password);
    await expect(victim.getByRole("navigation", { name: "主导航" })).toBeVisible();
  });

  test("a role opens the console, and taken back closes it; the log knows of both", async ({
    page,
    office,
    another,
  }) => {
    const login = member(office, 10);
    const { card } = await Hand.of(office, login);
    const chosen = await another(login, "/people");
    const rail = chosen.getByRole("navigation", { name: "主导航" });
    await expect(rail.getByRole("link", { name: "通讯录" })).toBeVisible();
    await expect(rail.getByRole("link", { name: "管理" })).toHaveCount(0);

    await signIn(page, office, owner(office), "/admin/roles");
    await page.getByRole("button", { name: "授予角色" }).click();
    const dialog = page.getByRole("dialog", { name: "授予角色", exact: true });
    await dialog.getByRole("button", { name: "选择授予角色的人" }).click();
    const picker = page.getByRole("dialog", { name: "选择授予角色的人" });
    await picker.getByRole("searchbox").fill(card.name);
    await picker.getByRole("list", { name: "搜索结果" }).getByText(card.name).first().click();
    await expect(picker).toBeHidden();
    await dialog.getByText("全局管理员", { exact: true }).click();
    await dialog.getByRole("button", { name: "授予角色" }).click();
    const revoke = page.getByRole("button", { name: `收回${card.name}的全局管理员角色` });
    await expect(revoke).toBeVisible();

    await chosen.goto("/admin/people");
    await expect(chosen.getByRole("button", { name: "添加成员" })).toBeVisible();
    await revoke.click();
    await page.getByRole("alertdialog").getByRole("button", { name: "收回" }).click();
    await expect(revoke).toHaveCount(0);
    await chosen.reload();
    await expect(rail.getByRole("link", { name: "通讯录" })).toBeVisible();
    await expect(rail.getByRole("link", { name: "管理" })).toHaveCount(0);
    await expect(chosen.getByRole("button", { name: "添加成员" })).toHaveCount(0);

    await page.goto(`/admin/audit?target=user:${card.id}`);
    const entries = page.getByRole("row").filter({ hasText: card.name });
    await expect(entries.filter({ hasText: "收回" }).first()).toBeVisible();
    await entries.filter({ hasText: "授予" }).first().click();
    await expect(page.getByRole("dialog").getByText("存在证明")).toBeVisible();
  });

  test("the rules for signing in are checked, kept, and logged", async ({ page, office }) => {
    await signIn(page, office, owner(office), "/admin/policy");
    const days = page.getByLabel("不活动多久后需要重新登录");
    await days.fill("0");
    await expect(page.getByText(/请填写 1 至/)).toBeVisible();
    await expect(page.getByRole("button", { name: "保存" })).toBeDisabled();
    await days.fill("21");
    await page.getByRole("button", { name: "保存" }).click();
    await expect(page.getByText("已保存登录策略")).toBeVisible();
    await page.reload();
    await expect(days).toHaveValue("21");
    await page.goto("/admin/audit");
    await expect(page.getByRole("row").filter({ hasText: "登录策略" }).first()).toBeVisible();
  });
});
