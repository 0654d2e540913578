import type { Page } from "@playwright/test";
import { Hand } from "./api.ts";
import { expect, expectAccessible, expectNoOverflow, owner, signIn, test } from "./lib.ts";

interface Screen {
  /** Where it is; `CHAT` stands for the liveliest group, `PERSON` for somebody. */
  path: string;
  /** What must stand there before it is judged. */
  shows: (page: Page) => Promise<void>;
  /** Shown at a desk only. */
  deskOnly?: boolean;
}

const heading = (page: Page) => expect(page.getByRole("heading").first()).toBeVisible();
const rows = (page: Page) => expect(page.getByRole("row").nth(2)).toBeVisible();

const screens: Record<string, Screen> = {
  chats: { path: "/chat", shows: (page) => expect(page.getByRole("listitem").nth(2)).toBeVisible() },
  "a conversation": { path: "/chat/CHAT", shows: conversation },
  "about a conversation": { path: "/chat/CHAT?panel=info", shows: panel },
  "who is in a conversation": { path: "/chat/CHAT?panel=members", shows: panel },
  directory: { path: "/people", shows: heading },
  everyone: { path: "/people/all", shows: (page) => expect(page.getByRole("listitem").nth(5)).toBeVisible() },
  "a person": {
    path: "/people/user/PERSON",
    shows: (page) => expect(page.getByRole("link", { name: /^[\d +-]{7,}$/ }).first()).toBeVisible(),
  },
  palette: { path: "/people", shows: palette, deskOnly: true },
  settings: { path: "/settings", shows: heading },
  "look and language": { path: "/settings/appearance", shows: heading },
  devices: { path: "/settings/devices", shows: heading },
  members: { path: "/admin/people", shows: rows },
  departments: {
    path: "/admin/departments",
    shows: (page) => expect(page.getByRole("treeitem").nth(2)).toBeVisible(),
    deskOnly: true,
  },
  roles: { path: "/admin/roles", shows: (page) => expect(page.getByRole("listitem").first()).toBeVisible() },
  policy: { path: "/admin/policy", shows: (page) => expect(page.getByRole("textbox").first()).toBeVisible() },
  audit: { path: "/admin/audit", shows: rows },
  system: { path: "/admin/system", shows: heading },
};

async function conversation(page: Page) {
  await expect(page.getByRole("feed")).toHaveAttribute("aria-busy", "false");
  // All is read: it opens at its end.
  await expect(page.getByRole("article").last()).toBeInViewport();
}

async function panel(page: Page) {
  const side = page.getByRole("complementary");
  await expect(side.getByRole("heading").first()).toBeVisible();
  // What it asks for is there.
  await expect(side.locator('[class*="skeleton"]')).toHaveCount(0);
}

async function palette(page: Page) {
  await heading(page);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("sxj");
  await expect(page.getByRole("option").filter({ hasText: "单行健" })).toBeVisible();
}

test("every screen is for everyone, and fits", async ({ page, office, onPhone }) => {
  // By light or in the dark: each size has a project of either.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await signIn(page, office, owner(office));
  const me = await Hand.of(office, owner(office));
  const { items } = await me.call<{ items: { id: string; kind: string; last_seq: number }[] }>("/chat/chats");
  const [liveliest] = items.filter(({ kind }) => kind === "group").sort((a, b) => b.last_seq - a.last_seq);
  const read = { method: "PUT", body: { seq: liveliest?.last_seq } } as const;
  await me.call(`/chat/chats/${liveliest?.id}/read`, read);
  const found = await me.call<{ items: { id: string }[] }>("/people/users?q=sxj");
  for (const [name, screen] of Object.entries(screens)) {
    if (screen.deskOnly && onPhone) continue;
    await test.step(name, async () => {
      const path = screen.path
        .replace("CHAT", liveliest?.id ?? "")
        .replace("PERSON", found.items[0]?.id ?? "");
      await page.goto(path);
      await screen.shows(page);
      await expectAccessible(page);
      await expectNoOverflow(page);
    });
  }
});
