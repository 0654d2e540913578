import { expect, type Locator, type Page } from "@playwright/test";

/** A conversation on the screen, in Chinese. */
export class Room {
  constructor(readonly page: Page) {}

  /** Opens a chat by its address. */
  async open(chat: string) {
    await this.page.goto(`/chat/${chat}`);
    await this.isReady();
  }

  /** Its messages are there and one can write. */
  async isReady() {
    await expect(this.feed).toHaveAttribute("aria-busy", "false");
    await expect(this.box).toBeVisible();
  }

  get feed(): Locator {
    return this.page.getByRole("feed", { name: "消息" });
  }

  get box(): Locator {
    return this.page.getByRole("textbox", { name: "输入消息" });
  }

  /** The rows whose message contains a text. */
  message(text: string): Locator {
    return this.feed.getByRole("article").filter({ hasText: text });
  }

  /** The texts on the screen, as they stand below each other. */
  texts(): Promise<string[]> {
    return this.feed.getByRole("article").locator("p").allInnerTexts();
  }

  /** Writes and sends: by key, or with a finger, where Enter begins a line. */
  async post(text: string) {
    await this.box.fill(text);
    const onTouch = await this.page.evaluate(() => matchMedia("(pointer: coarse)").matches);
    if (onTouch) await this.page.getByRole("button", { name: "发送", exact: true }).tap();
    else await this.box.press("Enter");
  }

  /** Sends what looks as it is written, and waits until it stands below the others. */
  async send(text: string) {
    await this.post(text);
    await expect(this.message(text)).toBeVisible();
  }

  /** Uses one of the tools that appear with the pointer. */
  async tool(message: Locator, name: string) {
    await message.hover();
    await message.getByRole("button", { name, exact: true }).click();
  }

  /** Chooses from the menu of a message. */
  async choose(message: Locator, name: string) {
    await message.click({ button: "right" });
    await this.page.getByRole("menuitem", { name: new RegExp(`^${name}`) }).click();
  }

  /** Agrees in the dialog that asks whether one is sure. */
  async agree(action: string) {
    await this.page.getByRole("alertdialog").getByRole("button", { name: action, exact: true }).click();
  }
}

/** The row of a chat in the list beside the conversation. */
export function listed(page: Page, title: string): Locator {
  return page.getByRole("list", { name: "会话列表" }).getByRole("listitem").filter({ hasText: title });
}
