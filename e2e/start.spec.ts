import { expect, expectAccessible, expectNoOverflow, test } from "./lib.ts";
import { startEmptyOffice } from "./office.ts";

test("the first start: a one-time link, a password, a name, an empty office", async ({ page, problems }) => {
  problems.allow(/status of 401 .*\/people\/me/, /status of 410 .*\/people\/invitations/);
  const office = await startEmptyOffice("empty");
  try {
    await page.goto(office.invitation ?? "");
    await expect(page.getByRole("heading", { name: "欢迎使用合院" })).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel("组织名称").fill("青禾小学");
    await page.getByLabel("你的姓名").fill("罗青禾");
    await page.getByLabel(/^新密码/).fill("一年级-二年级-三年级");
    await page.getByLabel("再次输入密码").fill("一年级-二年级");
    await expect(page.getByText("两次输入的密码不一致")).toBeVisible();
    await page.getByLabel("再次输入密码").fill("一年级-二年级-三年级");
    await page.getByRole("button", { name: "进入合院" }).click();

    await expect(page.getByRole("navigation", { name: "主导航" })).toBeVisible();
    await expectNoOverflow(page);
    await page.goto(`${office.url}/people`);
    await expect(page.getByText("还没有部门").first()).toBeVisible();
    await expectAccessible(page);
    await page.goto(`${office.url}/admin/people`);
    await expect(page.getByRole("button", { name: "添加成员" })).toBeVisible();
    await expect(page.getByText("罗青禾").first()).toBeVisible();

    await page.goto(office.invitation ?? "");
    await expect(page.getByText("这个链接已失效")).toBeVisible();
  } finally {
    await office.stop();
  }
});
