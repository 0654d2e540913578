import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { Hand } from "./api.ts";
import { desktop, en, phone, zh } from "./browser.ts";
import { text } from "./files.ts";
import { expect, live, member, owner, signIn, test } from "./lib.ts";

/** Where the guide looks for its pictures: `<scene>-<language>.png`, with `-dark` or `-phone` where it is one. */
const images = fileURLToPath(new URL("../docs/guide/images/", import.meta.url));

const looks = {
  zh: { ...desktop, ...zh, colorScheme: "light" },
  en: { ...desktop, ...en, colorScheme: "light" },
  "zh-dark": { ...desktop, ...zh, colorScheme: "dark" },
  "en-dark": { ...desktop, ...en, colorScheme: "dark" },
  "zh-phone": { ...phone, ...zh, colorScheme: "light" },
  "en-phone": { ...phone, ...en, colorScheme: "light" },
  "zh-phone-dark": { ...phone, ...zh, colorScheme: "dark" },
} as const;

type Look = keyof typeof looks;

interface Set {
  page: Page;
  /** The owner, who is signed in. */
  me: Hand;
  /** A second person with a browser of their own. */
  another: (login: string, path?: string) => Promise<Page>;
}

/** A picture of the guide and in which looks it is taken. */
interface Scene {
  looks: readonly Look[];
  /** Opens what it shows. */
  open: (set: Set) => Promise<void>;
}

const scenes: Record<string, Scene> = {
  chat: {
    looks: ["zh", "en", "zh-dark", "zh-phone", "en-phone"],
    open: async ({ page, me, another }) => {
      const chat = await chatNamed(me, /望川通/);
      const typing = await another(member(me.office, 3), `/chat/${chat}`);
      await another(await loginOf(me, "郑凯文"), "/people");
      await lastWords(me, chat);
      const { last_seq: seq } = await me.call<{ last_seq: number }>(`/chat/chats/${chat}`);
      await me.call(`/chat/chats/${chat}/read`, { method: "PUT", body: { seq } });
      await Promise.all([live(page), page.goto(`/chat/${chat}`)]);
      await expect(page.getByRole("article").last()).toBeInViewport();
      await expect(page.getByRole("button", { name: /^(表情|Emoji)$/ })).toBeEnabled();
      await typing.getByRole("textbox").first().pressSequentially("我来");
      await expect(page.getByText(/正在输入|is typing/)).toBeVisible();
    },
  },
  chats: { looks: ["zh-phone-dark"], open: ({ page }) => go(page, "/chat") },
  people: {
    looks: ["zh", "en"],
    open: async ({ page, me }) => {
      const [department] = (await me.call<Items>("/people/departments/search?q=产品设计组")).items;
      const [person] = (await me.call<Items>("/people/users?q=唐诗韵")).items;
      await go(page, `/people/dept/${department?.id}`);
      await page
        .getByRole("listitem")
        .getByRole("link", { name: /唐诗韵/ })
        .first()
        .click();
      await expect(page).toHaveURL(new RegExp(person?.id ?? ""));
      await page.mouse.move(900, 880);
    },
  },
  person: {
    looks: ["zh-phone"],
    open: async ({ page, me }) => {
      const [person] = (await me.call<Items>("/people/users?q=唐诗韵")).items;
      await go(page, `/people/user/${person?.id}`);
    },
  },
  palette: {
    looks: ["zh", "en-dark"],
    open: async ({ page, me }) => {
      await go(page, `/chat/${await chatNamed(me, /重点工作/)}`);
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox").fill("督查");
      await expect(page.getByRole("dialog").locator("mark").nth(3)).toBeVisible();
    },
  },
  members: {
    looks: ["zh"],
    open: async ({ page, me }) => {
      const [person] = (await me.call<Items>("/people/users?q=郑凯文")).items;
      await go(page, `/admin/people?user=${person?.id}`);
      await expect(page.getByRole("dialog")).toBeVisible();
    },
  },
  import: {
    looks: ["zh", "en"],
    open: async ({ page, me }) => {
      await go(page, "/admin/imports");
      await page.locator("input[type=file]").setInputFiles(await roster(me));
      await expect(page.getByText(/^(有误|Errors|With errors|Faulty) /)).toBeVisible();
    },
  },
  audit: {
    looks: ["zh", "en-dark"],
    open: async ({ page, me }) => {
      await makeHistory(me);
      await go(page, "/admin/audit");
      await page
        .getByRole("row", { name: /停用了|Suspended/ })
        .first()
        .click();
      await expect(page.getByRole("dialog").locator("code").first()).toBeVisible();
    },
  },
};

for (const [name, scene] of Object.entries(scenes)) {
  for (const look of scene.looks) {
    test.describe(() => {
      test.use({ ...looks[look], contextOptions: { reducedMotion: "reduce" } });
      test(`${name}-${look}`, async ({ page, office, another }) => {
        await signIn(page, office, owner(office));
        const me = await Hand.of(office, owner(office));
        // What the office itself says is in the language one has chosen.
        const locale = looks[look].locale.startsWith("en") ? "en" : "zh-CN";
        await me.call("/people/me", { method: "PATCH", body: { locale } });
        await scene.open({ page, me, another });
        await shoot(page, `${name}-${look}`);
      });
    });
  }
}

for (const look of ["zh", "en"] as const) {
  test.describe(() => {
    test.use(looks[look]);
    test(`sign-in-${look}`, async ({ page, problems }) => {
      problems.allow(/status of 401/);
      await page.goto("/signin");
      await expect(page.getByRole("textbox").first()).toBeVisible();
      await shoot(page, `sign-in-${look}`);
    });
  });
}

interface Items {
  items: { id: string }[];
}

async function go(page: Page, path: string) {
  await page.goto(path);
  await expect(page.getByRole("heading").first()).toBeVisible();
}

async function chatNamed(me: Hand, title: RegExp): Promise<string> {
  const { items } = await me.call<{ items: { id: string; title: string }[] }>("/chat/chats");
  const chat = items.find((chat) => title.test(chat.title));
  if (!chat) throw new Error(`the demo organisation has no chat ${title}`);
  return chat.id;
}

async function loginOf(me: Hand, name: string): Promise<string> {
  const [found] = (await me.call<Items>(`/people/users?q=${name}`)).items;
  const { login } = await me.call<{ login?: string }>(`/people/users/${found?.id}`);
  if (!login) throw new Error(`the demo organisation has no ${name}`);
  return login;
}

/** Brings a conversation to today: a file, an answer that quotes it, a reaction. Said once for all pictures. */
async function lastWords(me: Hand, chat: string) {
  if ((await me.texts(chat)).some((words) => words.includes("发布单") && words.includes("核对"))) return;
  const { office } = me;
  const [head, engineer] = await Promise.all(
    ["郑凯文", "单行健"].map(async (name) => Hand.of(office, await loginOf(me, name))),
  );
  if (!head || !engineer) return;
  const sheet = await head.upload({
    ...text("望川通 2.0 发布单.xlsx", "x".repeat(48_213)),
    mimeType: sheetType,
  });
  const list = await head.say(chat, "发布单最终版，请各位**逐条核对**，今天之内回复。", { files: [sheet] });
  await engineer.say(
    chat,
    "第 7 条的顺序我调一下：先切流量，再关旧任务。\n\n```sh\ncourtyard backup --data data --out /backup\n```",
  );
  const mine = await me.say(chat, "收到，明早 9 点在三楼会议室集合 👌", { reply_to: list.id });
  await engineer.call(`/chat/messages/${mine.id}/reactions/${encodeURIComponent("👍")}`, { method: "PUT" });
  await head.call(`/chat/messages/${mine.id}/reactions/${encodeURIComponent("👍")}`, { method: "PUT" });
}

const sheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Something for the log to tell. */
async function makeHistory(me: Hand) {
  const someone = async (name: string) => (await me.call<Items>(`/people/users?q=${name}`)).items[0]?.id;
  const [department] = (await me.call<Items>("/people/departments/search?q=清溪镇")).items;
  const grown = { name: "农业服务站", parent: department?.id };
  await me.call("/people/departments", { method: "POST", body: grown }).catch(() => undefined);
  await me.call(`/people/users/${await someone("程野")}/suspend`, { method: "POST" });
  await me.call(`/people/users/${await someone("程野")}/reactivate`, { method: "POST" });
  await me.call(`/people/users/${await someone("袁朗")}/invite`, { method: "POST" }).catch(() => undefined);
  const policy = await me.call<Record<string, unknown>>("/people/policy");
  await me.call("/people/policy", { method: "PUT", body: { ...policy, lock_minutes: 20 } });
  const role = { user: await someone("江海潮"), role: "admin", department: department?.id };
  await me.call("/people/roles", { method: "POST", body: role }).catch(() => undefined);
}

/** A sheet in which something of every kind happens. */
async function roster(me: Hand) {
  const rows = [["姓名", "工号", "手机", "部门", "职务"]];
  rows.push(
    ["祝英华", "WC-2601", "13900002601", "望川市/数字望川中心/研发组", "后端工程师"],
    ["麦一诺", "WC-2602", "13900002602", "望川市/数字望川中心/产品设计组", "交互设计师"],
    ["庄若水", "WC-2603", "13900002603", "望川市/市政府办公室/综合科", "科员"],
    ["涂山", "WC-2604", "139 有误", "望川市/清溪镇", "农技员"],
    ["", "WC-2605", "13900002605", "望川市/清溪镇", "窗口人员"],
    ["左思齐", "WC-2606", "13900002606", "望川市//清溪镇", "窗口人员"],
    ["左思齐", "WC-2601", "13900002607", "望川市/清溪镇", "窗口人员"],
  );
  const { items } = await me.call<Items>("/people/users?limit=60");
  for (const { id } of items.slice(8, 20)) {
    const known = await me.call<{ name: string; employee_no: string; departments: { path: string[] }[] }>(
      `/people/users/${id}`,
    );
    const place = known.departments[0]?.path.join("/") ?? "";
    rows.push([known.name, known.employee_no, "", place.replace("数字望川中心/研发组", "数字望川中心"), ""]);
  }
  const sheet = text("九月花名册.csv", rows.map((row) => row.join(",")).join("\r\n"));
  return { ...sheet, mimeType: "text/csv" };
}

/** Takes the picture once nothing arrives any more: placeholders are gone, fonts and pictures are there. */
async function shoot(page: Page, name: string) {
  await expect(page.locator('[class*="skeleton"]')).toHaveCount(0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
  });
  // What comes a moment later stands greyed until then.
  await expect(page.locator("nav button[disabled]")).toHaveCount(0);
  await page.screenshot({
    path: `${images}${name}.png`,
    animations: "disabled",
    caret: "hide",
    scale: "device",
  });
}
