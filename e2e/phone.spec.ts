import { picture } from "./files.ts";
import { expect, expectNoOverflow } from "./lib.ts";
import { test } from "./meet.ts";
import { listed } from "./room.ts";

test("in a hand: from the list into a chat and back, a long press, a picture, a search", async ({
  page,
  meet,
}) => {
  const { ben, chat, here, there } = await meet("在路上");
  const tabs = page.getByRole("navigation", { name: "主导航" });
  await expect(tabs).toBeHidden();
  await there.send("到哪了？");
  await expect(here.message("到哪了？")).toBeVisible();

  await here.message("到哪了？").click({ button: "right" });
  await page.getByRole("menuitem", { name: "回复" }).click();
  await here.box.fill("还有十分钟");
  await page.getByRole("button", { name: "发送", exact: true }).tap();
  await expect(there.message("还有十分钟").getByRole("button", { name: /到哪了？$/ })).toBeVisible();

  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "添加图片或文件" }).tap();
  await (await choosing).setFiles([picture("路口.png", 1200, 800)]);
  const send = page.getByRole("button", { name: "发送", exact: true });
  await expect(send).toBeEnabled();
  await send.tap();
  const photo = page.getByRole("button", { name: "路口.png", exact: true });
  const small = here.feed.locator(photo);
  await small.tap();
  await expect(page.getByRole("dialog", { name: "查看图片" })).toBeVisible();
  await page.getByRole("button", { name: "关闭" }).tap();
  await expectNoOverflow(page);

  await page.getByRole("button", { name: "返回" }).tap();
  await expect(tabs).toBeVisible();
  await ben.say(chat, "我先点菜");
  const row = listed(page, "在路上").getByRole("link");
  await expect(row).toHaveAccessibleName(/我先点菜.*1 未读$/);
  await row.tap();
  await expect(here.message("我先点菜")).toBeVisible();
  await expect(here.feed.getByRole("article").filter({ has: photo }).getByText("全部已读")).toBeVisible();

  await page.getByRole("button", { name: "返回" }).tap();
  await tabs.getByRole("link", { name: "通讯录" }).tap();
  await page.getByRole("searchbox").fill("sxj");
  await page.getByRole("link", { name: new RegExp(ben.card.name) }).tap();
  await page.getByRole("button", { name: "发消息" }).tap();
  await expect(page).toHaveURL(/\/chat\/\d+/);
});
