import { expect } from "./lib.ts";
import { test } from "./meet.ts";

/** A page waits 30 s at most between two attempts. */
const LONGEST_WAIT_MS = 40_000;
test.describe.configure({ timeout: 180_000 });

test("a server that dies and comes back: the page notices, reconnects, and sends what was written once", async ({
  office,
  page,
  meet,
  problems,
}) => {
  problems.allow(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|WebSocket connection/);
  const { ben, chat, here, there } = await meet("停电");
  await here.send("停电之前");
  await expect(there.message("停电之前")).toBeVisible();
  await office.kill();
  await expect(page.getByText("连接已断开，正在重连")).toBeVisible();
  await here.send("停电时写的");
  await office.restart();

  for (const each of [page, there.page]) {
    await expect(each.getByText("连接已断开，正在重连")).toBeHidden({ timeout: LONGEST_WAIT_MS });
  }
  await expect(there.message("停电时写的")).toHaveCount(1);
  await expect(here.message("停电时写的").getByRole("img")).toHaveCount(0);
  await there.send("来电了");
  const said = ["停电之前", "停电时写的", "来电了"];
  await expect.poll(() => here.texts()).toEqual(said);
  await expect.poll(() => there.texts()).toEqual(said);
  expect(await ben.texts(chat)).toEqual(said);
});
