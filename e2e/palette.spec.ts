import { Hand } from "./api.ts";
import { expect, member, owner, signIn, test } from "./lib.ts";

test.describe("by keyboard", () => {
  test.beforeEach(({ page, office }) => signIn(page, office, owner(office), "/people"));

  test("the palette finds people, chats, messages and commands, and goes there", async ({ page, say }) => {
    const palette = page.getByRole("dialog", { name: say("搜索与命令", "Search and commands") });
    const box = palette.getByRole("combobox");
    const option = palette.getByRole("option");
    await page.keyboard.press("Control+k");
    await expect(box).toBeFocused();

    await box.fill("wcttest");
    await expect(palette.getByText(say("没有找到「wcttest」", "Nothing found for “wcttest”"))).toBeVisible();

    await box.fill("tsy");
    await expect(option.filter({ hasText: "唐诗韵" })).toBeVisible();
    await page.keyboard.press("Control+Enter");
    await expect(page).toHaveURL(/\/people\/user\/\d+/);

    await page.keyboard.press("Control+k");
    await box.fill("望川通");
    const chat = option.filter({ hasText: "望川通 2.0 上线" }).first();
    await expect(chat).toBeVisible();
    const groups = palette.getByRole("presentation");
    await expect(groups.filter({ hasText: new RegExp(`^${say("消息", "Messages")}$`) })).toBeVisible();
    await chat.click();
    await expect(page).toHaveURL(/\/chat\/\d+/);
    await expect(page.getByRole("feed")).toHaveAttribute("aria-busy", "false");
    const first = page.url();

    // Back and forth: what was opened last stands first.
    await page.keyboard.press("Control+k");
    await box.fill(say("打开设置", "Open settings"));
    await expect(option.first()).toContainText(say("打开设置", "Open settings"));
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/settings/);
    await page.keyboard.press("Control+k");
    await expect(option.first()).toContainText("望川通");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(first);

    await page.keyboard.press("Control+k");
    await box.fill("tsy");
    await expect(option.first()).toContainText("唐诗韵");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "唐诗韵" })).toBeVisible();
  });

  test("keys lead around, and ? names them all", async ({ page, say }) => {
    await page.keyboard.press("g");
    await page.keyboard.press("m");
    await expect(page).toHaveURL(/\/chat/);
    const chats = page.getByRole("list", { name: say("会话列表", "Chats") });
    await expect(chats.getByRole("listitem").nth(1)).toBeVisible();
    await page.keyboard.press("?");
    const map = page.getByRole("dialog", { name: say("快捷键", "Keyboard shortcuts") });
    await expect(map.getByText(say("搜索与命令", "Search and commands"))).toBeVisible();
    await expect(map.getByText(say("上一个会话", "Previous chat"))).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(map).toBeHidden();
    await page.keyboard.press("Alt+ArrowDown");
    await expect(page).toHaveURL(/\/chat\/\d+/);
    const first = page.url();
    await expect(page.getByRole("feed")).toHaveAttribute("aria-busy", "false");
    await page.keyboard.press("Alt+ArrowDown");
    await expect(page).not.toHaveURL(first);
    await expect(page.getByRole("feed")).toHaveAttribute("aria-busy", "false");
    await page.keyboard.press("Alt+ArrowUp");
    await expect(page).toHaveURL(first);
  });

  test("a notification arrives while one looks elsewhere, and leads to what it is about", async ({
    page,
    office,
    say,
  }) => {
    const me = await Hand.of(office, owner(office));
    const ann = await Hand.of(office, member(office, 2));
    const chat = await ann.group("值班名单", [me]);
    const bell = page.getByRole("button", { name: new RegExp(`^${say("通知", "Notifications")}`) });
    const { unread } = await me.call<{ unread: number }>("/core/notifications?limit=1&unread=true");
    const count = (many: number) =>
      many === 0
        ? say("通知", "Notifications")
        : say(
            `通知 · ${many} 条未读通知`,
            `Notifications · ${many} unread notification${many > 1 ? "s" : ""}`,
          );
    await expect(bell).toHaveAccessibleName(count(unread));
    await ann.say(chat, `<@${me.card.id}> 请确认名单`);
    await expect(bell).toHaveAccessibleName(count(unread + 1));
    await bell.click();
    await page.getByRole("dialog").getByRole("button").filter({ hasText: "值班名单" }).click();
    await expect(page).toHaveURL(new RegExp(`/chat/${chat}`));
    await expect(page.getByRole("feed").getByText("请确认名单")).toBeVisible();
  });
});
