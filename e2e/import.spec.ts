import { readFile } from "node:fs/promises";
import { Hand } from "./api.ts";
import { text } from "./files.ts";
import { expect, owner, signIn, test } from "./lib.ts";

interface Known {
  id: string;
  name: string;
  employee_no: string;
  phones: { number: string }[];
}

test("a sheet of people: what it would do, what is wrong in it, and then it is done", async ({
  page,
  office,
}) => {
  const me = await Hand.of(office, owner(office));
  const { items } = await me.call<{ items: { id: string }[] }>("/people/users?q=罗一帆");
  const known = await me.call<Known>(`/people/users/${items[0]?.id}`);
  const rows = [
    ["姓名", "工号", "手机", "部门", "职务"],
    ["房新月", "X-9001", "13900009001", "望川市/数字望川中心/研发组", "后端工程师"],
    ["康大路", "X-9002", "13900009002", "望川市/新成立的科室", "科员"],
    [known.name, known.employee_no, "", "望川市/数字望川中心/研发组", "首席设计师"],
    ["电话有误", "X-9003", "不是号码", "望川市/数字望川中心", "科员"],
  ];
  const sheet = text("九月花名册.csv", rows.map((row) => row.join(",")).join("\r\n"));

  await signIn(page, office, owner(office), "/admin/imports");
  await page.locator("input[type=file]").setInputFiles({ ...sheet, mimeType: "text/csv" });
  await expect(page).toHaveURL(/\/admin\/imports\/\d+/);
  const kind = (name: string) =>
    page.getByRole("radiogroup", { name: "变化" }).getByText(name, { exact: true });
  await expect(kind("有误 1")).toBeVisible();
  await expect(kind("新增 2")).toBeVisible();
  await kind("有误 1").click();
  await expect(page.getByRole("row", { name: /电话有误/ })).toContainText("手机");
  await page.getByRole("button", { name: "下载有误的行" }).click();
  const saving = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "下载为 CSV" }).click();
  const bad = await readFile(await (await saving).path(), "utf8");
  expect(bad).toContain("电话有误");
  expect(bad).not.toContain("房新月");

  await page.getByText("调动 1", { exact: true }).click();
  await page.getByRole("row", { name: new RegExp(known.name) }).click();
  const detail = page.getByRole("dialog", { name: new RegExp(known.name) });
  await expect(detail.getByText("首席设计师")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(detail).toBeHidden();

  await page.getByRole("button", { name: "导入 3 人的变更" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "导入", exact: true }).click();
  await expect(page.getByRole("heading", { name: "导入完成" })).toBeVisible();
  await page.getByRole("link", { name: "去邀请新成员" }).click();
  await expect(page.getByRole("row", { name: /房新月/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /康大路/ })).toContainText("新成立的科室");

  // The same once more changes nothing.
  await page.goto("/admin/imports");
  const good = text(
    "九月花名册.csv",
    rows
      .slice(0, 4)
      .map((row) => row.join(","))
      .join("\n"),
  );
  await page.locator("input[type=file]").setInputFiles({ ...good, mimeType: "text/csv" });
  await expect(page).toHaveURL(/\/admin\/imports\/\d+/);
  await expect(page.getByText("与现有通讯录一致，无需导入").first()).toBeVisible();
});
