import { expect, fillSignIn, test } from "./lib.ts";
import { startByReadme } from "./office.ts";
import { Room } from "./room.ts";

/** Building, when a person runs the journeys alone; `cargo xtask test` has built before. */
test.describe.configure({ timeout: 35 * 60_000 });

test("the command of the README makes a demo office, and keeps it", async ({ page, problems, say }) => {
  problems.allow(/status of 401 .*\/people\/me/, /ERR_CONNECTION_REFUSED|WebSocket connection/);
  const office = await startByReadme("readme", ["--demo"]);
  try {
    const said = await office.said();
    expect(said).toContain(`Courtyard   ${office.url}`);
    const word = (name: string) => new RegExp(`^ +${name} +(\\S+)`, "m").exec(said)?.[1] ?? "";
    for (const role of ["owner", "admin", "member"]) expect(word(role), role).not.toBe("");

    await page.goto(office.url);
    await fillSignIn(page, say, word("owner"), word("password"));
    await page.getByRole("link", { name: /^消息/ }).click();
    await page.getByRole("link", { name: /台风“青禾”应急会商/ }).click();
    const room = new Room(page);
    await room.send("第一天");
    await expect(room.message("第一天").getByRole("img")).toHaveCount(0);

    await office.kill();
    await office.restart();
    expect(await office.said()).toContain("has 60 people already: kept as it is");
    await page.reload();
    await expect(room.message("第一天")).toHaveCount(1);
  } finally {
    await office.stop();
  }
});

test("without the demo it makes an office of one, who gets a link", async ({ page, problems }) => {
  problems.allow(/status of 401 .*\/people\/me/);
  const office = await startByReadme("readme-empty", []);
  try {
    const link = new RegExp(`${office.url}/invite/\\S+`).exec(await office.said())?.[0];
    await page.goto(link ?? "");
    await expect(page.getByRole("heading", { name: "欢迎使用合院" })).toBeVisible();
  } finally {
    await office.stop();
  }
});
