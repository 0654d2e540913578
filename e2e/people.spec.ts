import { expect, owner, signIn, test } from "./lib.ts";
import { Room } from "./room.ts";

test.describe("the directory", () => {
  test.beforeEach(({ page, office }) => signIn(page, office, owner(office), "/people"));

  test("finds people by name, pinyin, initials, phone; one who is found can be talked to", async ({
    page,
  }) => {
    const search = page.getByRole("searchbox", { name: /搜索姓名/ });
    const found = page.getByRole("list", { name: "搜索结果" }).getByRole("link");
    // Each finds somebody else than the one before it. A name may be read in more than one way: 乐 as yue and as le.
    await search.fill("单行健");
    await expect(found).toHaveAccessibleName(/单行健/);
    await search.fill("lejianing");
    await expect(found.first()).toHaveAccessibleName(/乐嘉宁/);
    await search.fill("sxj");
    await expect(found.first()).toHaveAccessibleName(/单行健/);
    await search.fill("yuejian");
    await expect(found.first()).toHaveAccessibleName(/乐嘉宁/);
    await search.fill("没有这个人");
    await expect(page.getByText("没有找到这个人")).toBeVisible();

    const open = async (name: string) => {
      await found.filter({ hasText: name }).click();
      await expect(page.getByRole("main").getByRole("heading", { name }).first()).toBeVisible();
    };
    await search.fill("徐静怡");
    await open("徐静怡");
    const phone = await page
      .getByRole("link", { name: /^[\d +-]{7,}$/ })
      .first()
      .innerText();
    await search.fill("单行健");
    await open("单行健");
    await search.fill(phone.replace(/\D/g, "").slice(-4));
    await open("徐静怡");
    await page.getByRole("main").getByRole("button", { name: "发消息" }).click();
    await expect(page).toHaveURL(/\/chat\/\d+/);
    const room = new Room(page);
    await room.isReady();
    await expect(page.getByRole("heading", { name: "徐静怡" })).toBeVisible();
  });

  test("shows departments as a tree that the keyboard walks", async ({ page }) => {
    const tree = page.getByRole("tree");
    const node = (name: string) => tree.getByRole("treeitem", { name: new RegExp(`^${name}`) });
    await expect(node("望川市")).toHaveAttribute("aria-expanded", "true");
    await expect(node("清溪镇")).toHaveAttribute("aria-expanded", "false");
    await tree.focus();
    await tree.press("Home");
    for (let step = 0; step < 12; step += 1) {
      const active = await tree.getAttribute("aria-activedescendant");
      if (active === (await node("清溪镇").getAttribute("id"))) break;
      await tree.press("ArrowDown");
    }
    await tree.press("ArrowRight");
    await expect(node("清溪镇")).toHaveAttribute("aria-expanded", "true");
    await expect(node("青石村")).toBeVisible();
    await tree.press("ArrowRight");
    await tree.press("Enter");
    await expect(page).toHaveURL(/\/people\/dept\/\d+/);
    // What is open is shown in the tree once it is there.
    await expect(page.getByRole("heading", { name: "便民服务中心" }).first()).toBeVisible();
    await tree.press("ArrowLeft");
    await tree.press("ArrowLeft");
    await expect(node("清溪镇")).toHaveAttribute("aria-expanded", "false");
    await expect(node("青石村")).toHaveCount(0);
  });

  test("a name in a chat opens the card of the person", async ({ page }) => {
    await page.getByRole("link", { name: /^消息/ }).click();
    await page
      .getByRole("list", { name: "会话列表" })
      .getByRole("link", { name: /望川通/ })
      .click();
    const room = new Room(page);
    await room.isReady();
    const name = room.feed.getByRole("button", { name: /^[\u4e00-\u9fff]{2,3}$/ }).last();
    const person = await name.innerText();
    await name.click();
    const card = page.getByRole("dialog", { name: person });
    await expect(card.getByText(person).first()).toBeVisible();
    await card.getByRole("button", { name: "查看详情" }).click();
    await expect(page).toHaveURL(/\/people\/user\/\d+/);
    await expect(page.getByRole("main").getByRole("heading", { name: person }).first()).toBeVisible();
    await expect(page.getByRole("main").getByText("汇报关系")).toBeVisible();
  });
});
