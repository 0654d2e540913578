import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { meKey } from "@/api/people";
import { queries } from "@/api/query";
import * as nav from "@/lib/nav";
import { serve } from "@/test/api";
import { giveLayout } from "@/test/layout";
import { someMe } from "@/test/people";
import { ConfirmHost } from "@/ui";
import type { PeopleImport } from "./api";
import ImportsPage from "./ImportsPage";
import { Preview } from "./Preview";

const none = { added: 0, moved: 0, changed: 0, leaving: 0, unchanged: 0, bad: 0 };
const me = someMe();
const begun: PeopleImport = {
  id: "5",
  state: "ready",
  progress: { done: 0, total: 0 },
  columns: [{ name: "姓名", samples: [] }],
  mapping: { 姓名: "name" },
  include_leaving: false,
  summary: { ...none, added: 2, leaving: 60 },
  problem: null,
  file_name: "gbk.csv",
  created_at: 0,
  by: me.user,
};
const headless: PeopleImport = {
  ...begun,
  columns: [{ name: "备注", samples: [] }],
  mapping: {},
  summary: none,
  problem: { code: "people.import_no_name_column", message: "没有找到“姓名”列。" },
};

beforeEach(() => {
  giveLayout();
  me.permissions.import = true;
  queries.setQueryData(meKey, me);
  vi.spyOn(nav, "useSearch").mockReturnValue({});
  vi.spyOn(nav, "useSetSearch").mockReturnValue(() => undefined);
});

function show(found: PeopleImport) {
  serve({ "GET /api/v1/people/imports/5/rows": () => ({ body: { items: [], next: null } }) });
  render(
    <QueryClientProvider client={queries}>
      <Preview found={found} />
      <ConfirmHost />
    </QueryClientProvider>,
  );
}
const kinds = () => screen.getAllByRole("radio").map((chip) => chip.textContent);

describe("the preview of an import", () => {
  it("says nothing of leaving while nobody is dismissed", () => {
    show(begun);
    expect(screen.queryByText(/离职 60/)).toBeNull();
    expect(screen.getByRole("button", { name: "导入 2 人的变更" })).toBeTruthy();
  });

  it("names those who leave on the button that dismisses them", async () => {
    show({ ...begun, include_leaving: true });
    expect(kinds()).toEqual(["新增 2", "离职 60"]);
    const button = screen.getByRole("button", { name: "导入，其中 60 人标记为离职" });
    expect(button.className).toContain("danger");
    const user = userEvent.setup();
    await user.click(button);
    expect(await screen.findByText("将 60 人标记为离职，立即不能登录")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "取消" }));
  });

  it("says what is missing in a table that cannot be compared, and not that nothing changed", async () => {
    show(headless);
    expect(screen.getByText("缺少「姓名」或「工号」列，还不能导入")).toBeTruthy();
    expect(screen.getByText("还不能导入")).toBeTruthy();
    expect(screen.queryByText(/没有变化|无需导入/)).toBeNull();
    expect(screen.getByRole("button", { name: "指定列对应" })).toBeTruthy();
    expect(screen.getByRole("button", { name: "导入" }).hasAttribute("disabled")).toBe(true);
  });
});

it("keeps both true in the history", async () => {
  const done = { ...begun, id: "6", state: "done" as const };
  serve({ "GET /api/v1/people/imports": () => ({ body: { items: [done, headless], next: null } }) });
  render(
    <QueryClientProvider client={queries}>
      <ImportsPage />
    </QueryClientProvider>,
  );
  const [first, second] = await screen.findAllByRole("link", { name: /gbk/ });
  expect(first?.textContent).toContain("新增 2");
  expect(first?.textContent).not.toContain("离职");
  expect(second?.textContent).toContain("缺少「姓名」或「工号」列");
  expect(second?.textContent).not.toContain("没有变化");
});
