import { readFile } from "node:fs/promises";
import { picture, text } from "./files.ts";
import { expect, signIn } from "./lib.ts";
import { test } from "./meet.ts";
import { listed, Room } from "./room.ts";

test.describe("two people talking", () => {
  test("what one says the other sees at once: typing, the words, that they were read", async ({
    page,
    another,
    couple: { ann, ben },
    office,
  }) => {
    const chat = await ann.direct(ben);
    await signIn(page, office, ann.login, `/chat/${chat}`);
    const here = new Room(page);
    const there = new Room(await another(ben.login, `/chat/${chat}`));
    await there.isReady();
    await here.isReady();

    await here.box.pressSequentially("会议改到三点");
    await expect(there.page.getByText(`${ann.card.name} 正在输入…`)).toBeVisible();
    await here.box.press("Enter");
    await expect(there.message("会议改到三点")).toBeVisible();
    await expect(here.message("会议改到三点").getByText("已读", { exact: true })).toBeVisible();
    await expect(there.page.getByText("正在输入…")).toBeHidden();

    await there.send("收到");
    await expect(here.message("收到")).toBeVisible();
    await expect(here.box).toBeFocused();
  });

  test("a reply quotes, a reaction counts, an edit keeps its history, a recall takes the words away", async ({
    page,
    meet,
  }) => {
    const { ann, ben, here, there } = await meet("改与撤");
    await here.send("方案发在群里了");

    await there.tool(there.message("方案发在群里了"), "回复");
    await there.send("我看第二页");
    const reply = here.message("我看第二页");
    await expect(reply.getByRole("button", { name: `${ann.card.name}方案发在群里了` })).toBeVisible();

    await here.tool(reply, "👍");
    await there.message("我看第二页").getByRole("button", { name: "👍 1" }).click();
    await expect(reply.getByRole("button", { name: "👍 2" })).toBeVisible();

    await there.choose(there.message("我看第二页"), "编辑");
    await expect(there.box).toHaveValue("我看第二页");
    await there.box.fill("我看第三页");
    await there.box.press("Enter");
    await expect(here.message("我看第三页")).toBeVisible();
    await expect(here.message("我看第二页")).toHaveCount(0);
    await here
      .message("我看第三页")
      .getByRole("button", { name: /编辑于/ })
      .click();
    const history = page.getByRole("dialog", { name: "编辑历史" });
    await expect(history.getByText("我看第二页")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(history).toBeHidden();

    await there.choose(there.message("我看第三页"), "撤回");
    await there.agree("撤回");
    await expect(here.feed.getByText(`${ben.card.name}撤回了一条消息`)).toBeVisible();
    await expect(here.message("我看第三页")).toHaveCount(0);
    await there.feed.getByRole("button", { name: "重新编辑" }).click();
    await expect(there.box).toHaveValue("我看第三页");
  });

  test("a person is named by pinyin, an emoji found by a word; whoever is named hears of it", async ({
    page,
    meet,
  }) => {
    const { ben, here, there } = await meet("点名", "/chat");
    await here.box.pressSequentially("请 @sxj");
    const people = page.getByRole("listbox", { name: "选择要提到的人" });
    await expect(people.getByRole("option", { name: ben.card.name })).toBeVisible();
    await here.box.press("Enter");
    await expect(here.box).toHaveValue(`请 @${ben.card.name} `);
    await here.box.pressSequentially("看一下 ");
    await page.getByRole("button", { name: "表情", exact: true }).click();
    await page.getByRole("searchbox", { name: /搜索表情/ }).fill("赞");
    await page.getByRole("button", { name: /^👍/ }).click();
    await expect(here.box).toHaveValue(`请 @${ben.card.name} 看一下 👍`);
    await here.box.press("Enter");
    await expect(here.message("看一下 👍")).toBeVisible();

    await expect(listed(there.page, "点名").getByText("[@我]")).toBeVisible();
    await listed(there.page, "点名").getByRole("link").click();
    await there.message("看一下").getByText(`@${ben.card.name}`).click();
    await expect(there.page.getByRole("dialog").getByText(ben.card.name).first()).toBeVisible();
  });

  test("a picture goes with a small one of itself, a file comes back as it was", async ({ page, meet }) => {
    const { here, there } = await meet("图与文件");
    const minutes = text("会议纪要.txt", "一、进度\n二、分工\n");
    const choosing = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "添加图片或文件" }).click();
    await (await choosing).setFiles([picture("效果图.png"), minutes]);
    const chosen = page.getByRole("group", { name: "待发送的文件" });
    await expect(chosen.getByRole("button", { name: /^移除 / })).toHaveCount(2);
    // Words do not wait for files: only what has arrived goes with them.
    await expect(chosen.getByText(/上传中|等待上传/)).toHaveCount(0);
    await here.box.fill("图和纪要");
    await here.box.press("Enter");

    const got = there.message("图和纪要");
    const small = got.getByRole("button", { name: "效果图.png" });
    await expect(small.locator("img")).toHaveAttribute("src", /thumbnail/);
    await expect
      .poll(() => small.locator("img").evaluate((img: HTMLImageElement) => img.naturalWidth))
      .toBeGreaterThan(0);
    await small.click();
    const viewer = there.page.getByRole("dialog", { name: "查看图片" });
    await expect(viewer.getByText("960 × 600")).toBeVisible();
    await there.page.keyboard.press("Escape");
    await expect(viewer).toBeHidden();

    const saving = there.page.waitForEvent("download");
    await got.getByRole("button", { name: "下载 会议纪要.txt" }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe("会议纪要.txt");
    expect(await readFile(await saved.path())).toEqual(minutes.buffer);
  });

  test("what is pinned stands above for everyone until it is taken down", async ({ page, meet }) => {
    const { ann, here, there } = await meet("置顶");
    await here.send("周五前交材料");
    await here.send("其余照旧");
    await here.choose(here.message("周五前交材料"), "置顶消息");
    const bar = there.page.getByRole("button", { name: `${ann.card.name}：周五前交材料` });
    await bar.click();
    const pins = there.page.getByRole("complementary", { name: "置顶消息" });
    await expect(pins.getByRole("article")).toContainText("周五前交材料");
    await here.choose(here.message("周五前交材料"), "取消置顶");
    await expect(bar).toBeHidden();
    await expect(pins.getByText("没有置顶消息")).toBeVisible();
    await expect(page.getByRole("img", { name: "已置顶" })).toHaveCount(0);
  });
});

test.describe("reading", () => {
  test("what is unread is counted, and a line shows where reading stopped", async ({ meet }) => {
    const { ann, ben, chat, there } = await meet("积压", "/people");
    await ben.call(`/chat/chats/${chat}/read`, { method: "PUT", body: { seq: 1 } });
    for (const words of ["一", "二", "三"]) await ann.say(chat, `第${words}件`);
    const { page } = there;
    await expect(page.getByRole("link", { name: /^消息/ })).toContainText(/[1-9]/);
    await page.getByRole("link", { name: /^消息/ }).click();
    const row = listed(page, "积压").getByRole("link");
    await expect(row).toHaveAccessibleName(/3 未读$/);
    await row.click();
    await expect(there.message("第三件")).toBeVisible();
    await expect(there.feed.getByText("以下为新消息")).toBeVisible();
    await expect(row).not.toHaveAccessibleName(/未读$/);
    await expect
      .poll(async () => (await ben.call<{ me: { unread: number } }>(`/chat/chats/${chat}`)).me.unread)
      .toBe(0);
  });

  test("a search in the chat leads to the message in its place", async ({ page, couple, office }) => {
    const { ann, ben } = couple;
    const chat = await ann.group("旧事", [ben]);
    await ann.say(chat, "青石村路灯已修好");
    for (let at = 1; at <= 90; at += 1) await ann.say(chat, `往来第 ${at} 句`);
    // The index follows what is said.
    await expect
      .poll(async () => (await ann.call<{ items: unknown[] }>(`/chat/search?q=路灯&chat=${chat}`)).items)
      .toHaveLength(1);
    await signIn(page, office, ann.login, `/chat/${chat}`);
    const room = new Room(page);
    await room.isReady();
    await expect(room.message("路灯")).toHaveCount(0);
    await page.keyboard.press("Control+f");
    const side = page.getByRole("complementary", { name: "搜索聊天记录" });
    await side.getByRole("searchbox").fill("路灯");
    await side.getByRole("button", { name: /青石村路灯/ }).click();
    await expect(room.message("青石村路灯已修好")).toBeInViewport();
    await page.getByRole("button", { name: "回到最新消息" }).click();
    await expect(room.message("往来第 90 句")).toBeInViewport();
  });

  test("a draft waits: after a reload, and on another device", async ({ page, meet, another }) => {
    const { ann, chat, here } = await meet("草稿");
    const saved = page.waitForResponse(
      (answer) => answer.url().endsWith(`/chats/${chat}/draft`) && answer.ok(),
    );
    await here.box.fill("还没写完的话");
    await saved;
    await page.reload();
    await expect(here.box).toHaveValue("还没写完的话");
    const second = await another(ann.login, "/chat");
    await expect(listed(second, "草稿").getByText("[草稿] 还没写完的话")).toBeVisible();
    await listed(second, "草稿").getByRole("link").click();
    const elsewhere = new Room(second);
    await expect(elsewhere.box).toHaveValue("还没写完的话");
    await elsewhere.box.press("Enter");
    await expect(here.message("还没写完的话")).toBeVisible();
    await expect(here.box).toHaveValue("");
  });

  test("what is written and said while the line is down arrives once, in order", async ({
    page,
    context,
    meet,
    problems,
  }) => {
    problems.allow(/ERR_INTERNET_DISCONNECTED/);
    const { ben, chat, here, there } = await meet("断线");
    await here.send("断线之前");
    await context.setOffline(true);
    await expect(page.getByText("离线，恢复后自动同步")).toBeVisible();
    await here.send("断线时写的");
    await expect(here.message("断线时写的").getByRole("img", { name: "等待网络恢复后发送" })).toBeVisible();
    for (let at = 1; at <= 3; at += 1) await ben.say(chat, `对方第 ${at} 句`);
    await context.setOffline(false);
    await expect(page.getByText("离线，恢复后自动同步")).toBeHidden();
    await expect(here.message("断线时写的").getByRole("img", { name: "等待网络恢复后发送" })).toHaveCount(0);
    const said = ["断线之前", "对方第 1 句", "对方第 2 句", "对方第 3 句", "断线时写的"];
    await expect.poll(() => here.texts()).toEqual(said);
    await expect.poll(() => there.texts()).toEqual(said);
    expect(await ben.texts(chat)).toEqual(said);
  });

  test("a message is set as it was meant, and nothing in it runs", async ({ page, meet, problems }) => {
    const { here, there } = await meet("写法");
    await here.post("**要点** 和 `代码`，见 https://example.org/a");
    const fine = there.message("要点");
    await expect(fine.locator("strong")).toHaveText("要点");
    await expect(fine.locator("code")).toHaveText("代码");
    await expect(fine.getByRole("link", { name: "https://example.org/a" })).toHaveAttribute(
      "rel",
      /noopener/,
    );

    await here.post("- 甲\n- 乙");
    await expect(there.feed.locator("ul > li")).toHaveText(["甲", "乙"]);

    const evil = `<script>document.title="x"</script><img src=x onerror="document.title='x'">`;
    await here.send(evil);
    await expect(there.message(evil)).toBeVisible();
    await expect(there.feed.locator("script, img[src='x']")).toHaveCount(0);
    await here.post("[点我](javascript:alert(1))");
    await expect(there.message("点我")).toBeVisible();
    await expect(there.feed.locator("a[href^='javascript']")).toHaveCount(0);

    // Turned around and hidden characters are spent on fooling readers: none of them survives.
    await here.post("付款\u202Etxt.exe\u202C 零\u200B宽\u2060字");
    await expect(there.message("付款")).toBeVisible();
    const shown = await there.message("付款").locator("p").innerText();
    expect(shown).toBe("付款txt.exe 零宽字");
    await here.send("مرحبا بالعالم");
    await expect(there.message("مرحبا").locator("p")).toHaveCSS("unicode-bidi", /plaintext|isolate/);
    expect(await page.title()).not.toBe("x");
    problems.check();
  });
});
