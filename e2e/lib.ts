import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type BrowserContext, test as base, expect, type Page, type WebSocket } from "@playwright/test";
import { type Office, startOffice } from "./office.ts";

export { expect };

/** Picks the words of the language the journey runs in. */
export type Say = (zh: string, en: string) => string;

interface Journey {
  /** The words on the screen, in this project's language. */
  say: Say;
  /** Whether this is the phone. */
  onPhone: boolean;
  /** What went wrong in the background of every page; checked at the end of each journey. */
  problems: Problems;
  /** A browser of somebody who was never here. */
  stranger: () => Promise<Page>;
  /** A second person with a browser of their own, signed in and at `path`. */
  another: (login: string, path?: string) => Promise<Page>;
}

interface Shared {
  /** An office with the demo organisation: one per project, and a fresh one after each failure. */
  office: Office;
}

/** Playwright's `test` with an office to walk through and somebody who watches the console. */
export const test = base.extend<Journey, Shared>({
  office: [
    async ({}, use, worker) => {
      const office = await startOffice(`${worker.project.name}-${worker.workerIndex}`);
      await use(office);
      await office.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  baseURL: async ({ office }, use) => use(office.url),
  say: async ({ locale }, use) => use((zh, en) => (locale?.startsWith("zh") ? zh : en)),
  onPhone: async ({ isMobile }, use) => use(isMobile),
  context: async ({ context, locale }, use) => {
    await speak(context, locale);
    await use(context);
  },
  problems: [
    async ({ context }, use) => {
      const problems = new Problems();
      problems.watch(context);
      await use(problems);
      problems.check();
    },
    { auto: true },
  ],
  stranger: async ({ browser, locale, office, problems }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext({ baseURL: office.url });
      contexts.push(context);
      await speak(context, locale);
      problems.watch(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
  another: async ({ stranger, office }, use) => {
    await use(async (login, path) => {
      const page = await stranger();
      await signIn(page, office, login, path);
      return page;
    });
  },
});

/** Sets the language of the interface before the first page, as a device on which it was chosen once. */
async function speak(context: BrowserContext, locale: string | undefined) {
  const chosen = locale?.startsWith("en") ? "en" : "zh-CN";
  await context.addInitScript((locale) => {
    // Blank pages have no storage.
    if (location.protocol.startsWith("http") && localStorage.getItem("courtyard.prefs") === null) {
      const state = { theme: "system", locale, desktopNotices: false, sound: false, orgName: "" };
      localStorage.setItem("courtyard.prefs", JSON.stringify({ state, version: 1 }));
    }
  }, chosen);
}

/**
 * The next live connection of a page, once the office has greeted it: from then on what happens comes by itself. To be
 * called before the page opens.
 */
export async function live(page: Page): Promise<WebSocket> {
  const socket = await page.waitForEvent("websocket", (socket) => socket.url().endsWith("/api/v1/live"));
  await socket.waitForEvent("framereceived", ({ payload }) => String(payload).includes('"hello"'));
  return socket;
}

/** Signs in without the form, which has a journey of its own, and opens `path`; the live connection stands then. */
export async function signIn(page: Page, office: Office, login: string, path = "/") {
  const answer = await page.request.post(`${office.url}/api/v1/people/sessions`, {
    data: { login, password: office.password },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  await Promise.all([live(page), page.goto(path)]);
  await expect(page.getByRole("main")).toBeVisible();
}

/** Signs in as people do. */
export async function fillSignIn(page: Page, say: Say, login: string, password: string) {
  await page.getByLabel(say("账号", "Account"), { exact: true }).fill(login);
  await page.getByLabel(say("密码", "Password"), { exact: true }).fill(password);
  await page.getByRole("button", { name: say("登录", "Sign in"), exact: true }).click();
}

/** The owner of the demo organisation. */
export function owner(office: Office): string {
  return member(office, 0);
}

/** Somebody of the organisation; 0 is the owner. */
export function member(office: Office, place: number): string {
  const login = office.logins[place];
  if (login === undefined) throw new Error(`the office has ${office.logins.length} people, not ${place + 1}`);
  return login;
}

/** Said by the browser about the way it is run, not about the page. */
const noise = [/Download the React DevTools/];

/** Errors in the console, exceptions nobody caught, and replies that say the server failed. */
export class Problems {
  readonly #seen: string[] = [];
  readonly #allowed: RegExp[] = [];

  /** Listens to every page of a browser. */
  watch(context: BrowserContext) {
    context.on("console", (message) => {
      if (message.type() === "error")
        this.#seen.push(`console: ${message.text()} (${message.location().url})`);
    });
    context.on("weberror", (error) => {
      this.#seen.push(`exception: ${error.error().stack ?? error.error().message}`);
    });
    context.on("response", (response) => {
      if (response.status() >= 500) this.#seen.push(`reply: ${response.status()} ${response.url()}`);
    });
  }

  /** Announces a problem that belongs to the journey, such as the 401 of a wrong password. */
  allow(...patterns: RegExp[]) {
    this.#allowed.push(...patterns);
  }

  /** Fails with every problem nobody announced. */
  check() {
    const known = [...noise, ...this.#allowed];
    const unknown = this.#seen.filter((problem) => !known.some((pattern) => pattern.test(problem)));
    expect(unknown, "problems in the background").toEqual([]);
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface AxeResult {
  violations: {
    id: string;
    help: string;
    nodes: { target: string[]; html: string; failureSummary?: string }[];
  }[];
}

/** Waits until nothing moves or changes colour any more, except what never stops. */
async function still(page: Page) {
  await page.evaluate(async () => {
    const ends = document
      .getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
      .map((animation) => animation.finished.catch(() => undefined));
    await Promise.all(ends);
  });
}

/** Fails with every breach of WCAG 2.2 AA that a program can find in the page as it stands. */
export async function expectAccessible(page: Page) {
  await still(page);
  // Evaluated rather than added as a script: the content policy of the office allows no foreign script.
  await page.evaluate(axe);
  const result = await page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const { axe } = window as unknown as {
      axe: { run: (on: Document, options: object) => Promise<unknown> };
    };
    return (await axe.run(document, { runOnly: tags, resultTypes: ["violations"] })) as never;
  });
  const found = (result as AxeResult).violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      (node) => `${id} (${help}): ${node.target.join(" ")}\n${node.html}\n${node.failureSummary ?? ""}`,
    ),
  );
  expect.soft(found, "accessibility").toEqual([]);
}

/**
 * Fails when something reaches beyond the right or left edge of the screen. The page as a whole may look innocent, because
 * a list clips what is too wide: so every visible element is compared with the viewport, except what scrolls by design
 * or ends in an ellipsis.
 */
export async function expectNoOverflow(page: Page) {
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const found: string[] = [];
    if (document.documentElement.scrollWidth > width) {
      found.push(`the page is ${document.documentElement.scrollWidth} wide, the screen ${width}`);
    }
    const isMeantToHide = (element: Element): boolean => {
      for (
        let above: Element | null = element;
        above && above !== document.body;
        above = above.parentElement
      ) {
        const style = getComputedStyle(above);
        const cut = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
        const scrolls = /auto|scroll/.test(style.overflowX) && above.scrollWidth > above.clientWidth;
        if (cut || scrolls || style.clipPath !== "none") return true;
      }
      return false;
    };
    for (const element of document.body.querySelectorAll("*")) {
      const box = element.getBoundingClientRect();
      const onScreen = box.width > 1 && box.height > 1 && box.left < width && box.right > 0;
      if (!onScreen || (box.right <= width + 1 && box.left >= -1)) continue;
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      if (element.closest("svg, canvas") || isMeantToHide(element)) continue;
      const name = `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}`;
      found.push(`${name} from ${Math.round(box.left)} to ${Math.round(box.right)} of ${width}`);
    }
    return found.slice(0, 8);
  });
  expect.soft(wide, "wider than the screen").toEqual([]);
}
