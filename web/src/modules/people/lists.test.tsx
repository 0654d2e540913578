import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, describe, expect, it } from "vitest";
import { meKey } from "@/api/people";
import { queries } from "@/api/query";
import { branchKey, departmentKey } from "@/shared/department";
import { giveLayout } from "@/test/layout";
import { someDepartment, someMe } from "@/test/people";
import { DepartmentOverview } from "./DepartmentOverview";
import { PhoneHome } from "./PhoneHome";
import { setTyped } from "./state";

const many = Array.from({ length: 3000 }, (_, index) => someDepartment(`d${index}`, `第${index}科`));

beforeEach(() => {
  giveLayout();
  setTyped("");
  queries.setQueryData(meKey, someMe());
});

const show = (page: ReactNode) => render(<QueryClientProvider client={queries}>{page}</QueryClientProvider>);

describe("lists of departments", () => {
  it("draws of the topmost ones on a phone those in view, after one's own", async () => {
    queries.setQueryData(branchKey(undefined), many);
    show(<PhoneHome />);
    expect(await screen.findByRole("link", { name: /第0科/ })).toBeTruthy();
    const rows = screen.getAllByRole("listitem");
    expect(rows.slice(0, 2).map((row) => row.textContent)).toEqual(["我的部门信息中心", "组织架构全部成员"]);
    expect(rows.length).toBeLessThan(60);
  });

  it("says that there are no departments yet", async () => {
    queries.setQueryData(branchKey(undefined), []);
    show(<PhoneHome />);
    expect(await screen.findByText("还没有部门")).toBeTruthy();
  });

  it("draws of those below a department those in view, after what there is to know about it", async () => {
    queries.setQueryData(departmentKey("7"), someDepartment("7", "市政府", { children: many.length }));
    queries.setQueryData(branchKey("7"), many);
    show(<DepartmentOverview id="7" />);
    expect(await screen.findByRole("link", { name: /第0科/ })).toBeTruthy();
    expect(screen.getByRole("heading", { name: "市政府" })).toBeTruthy();
    expect(screen.getAllByRole("listitem").length).toBeLessThan(60);
  });
});
