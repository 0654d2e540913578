import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { expect, owner, signIn, test } from "./lib.ts";
import type { Office } from "./office.ts";

/** Where the guide looks for its pictures: `<scene>-<size>-<language>-<theme>.png`. */
const images = fileURLToPath(new URL("../docs/guide/images/", import.meta.url));

interface Scene {
  /** Opens what the picture shows; the owner is signed in already. */
  open: (page: Page, office: Office) => Promise<void>;
  /** Before signing in. */
  isPublic?: boolean;
}

const scenes: Record<string, Scene> = {
  "sign-in": { open: (page) => go(page, "/signin"), isPublic: true },
  chats: { open: (page) => go(page, "/chat") },
  chat: {
    open: async (page, office) => go(page, `/chat/${await liveliestGroup(page, office)}`),
  },
  people: { open: (page) => go(page, "/people") },
  search: {
    open: async (page) => {
      await go(page, "/people");
      await page.keyboard.press("Control+k");
      await page
        .getByRole("dialog")
        .getByRole("combobox")
        .or(page.getByRole("searchbox"))
        .first()
        .fill("wang");
      await expect(page.getByRole("option").first()).toBeVisible();
    },
  },
  admin: { open: (page) => go(page, "/admin") },
  settings: { open: (page) => go(page, "/settings") },
};

for (const [name, scene] of Object.entries(scenes)) {
  test(name, async ({ page, office, problems }, info) => {
    if (scene.isPublic) problems.allow(/status of 401/);
    else await signIn(page, office, owner(office));
    await scene.open(page, office);
    await settled(page);
    await page.screenshot({
      path: `${images}${name}-${info.project.name}.png`,
      animations: "disabled",
      caret: "hide",
      scale: "css",
    });
  });
}

async function go(page: Page, path: string) {
  await page.goto(path);
}

/** The group in which most was said: the one that shows most. */
async function liveliestGroup(page: Page, office: Office): Promise<string> {
  const answer = await page.request.get(`${office.url}/api/v1/chat/chats?limit=50`);
  const { items } = (await answer.json()) as { items: { id: string; kind: string; last_seq: number }[] };
  const groups = items.filter((chat) => chat.kind !== "direct").sort((a, b) => b.last_seq - a.last_seq);
  const [first] = groups;
  if (!first) throw new Error("the demo organisation has no group");
  return first.id;
}

/** Nothing is still arriving: placeholders are gone, fonts and pictures are there. */
async function settled(page: Page) {
  await expect(page.locator('[class*="skeleton"]')).toHaveCount(0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
  });
}
