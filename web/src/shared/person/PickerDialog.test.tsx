import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { meKey } from "@/api/people";
import { queries } from "@/api/query";
import type { Department } from "@/api/types";
import { type Seen, serve } from "@/test/api";
import { giveLayout } from "@/test/layout";
import { card, someDepartment, someMe } from "@/test/people";
import { warmLayers } from "@/ui";
import { branchKey } from "../department";
import type { PersonPickerProps } from "./PersonPicker";
import PickerDialog from "./PickerDialog";

const many = Array.from({ length: 250 }, (_, order) =>
  someDepartment(String(order + 10), `第${order + 1}科`),
);

const twins = [
  card("7", "王芳", { departments: [place("综合科", "科长")], title: "科长" }),
  card("8", "王芳", { departments: [place("财务部", "会计")], title: "会计" }),
];

function place(name: string, title: string) {
  return { id: name, name, path: ["望川市", name], title, head: false, primary: true };
}

function search(props: Partial<PersonPickerProps> = {}) {
  giveLayout();
  queries.setQueryData(meKey, someMe());
  const onPick = vi.fn();
  serve({
    "GET /api/v1/people/departments": () => ({ body: { items: [], next: null } }),
    "GET /api/v1/people/users": ({ query }) => ({
      body: { items: query.get("q") ? twins : [], next: null },
    }),
  });
  render(
    <QueryClientProvider client={queries}>
      <PickerDialog isOpen onOpenChange={() => undefined} title="选择" onPick={onPick} {...props} />
    </QueryClientProvider>,
  );
  return { onPick, user: userEvent.setup() };
}

describe("a search for people", () => {
  beforeAll(warmLayers);

  it("is gone through and taken from by keys, and the box stays ready for the next name", async () => {
    const { onPick, user } = search();
    const box = await screen.findByRole("searchbox");
    await user.type(box, "wangf");
    await screen.findByRole("button", { name: /王芳.*会计/ });
    await user.keyboard("{ArrowDown}{Enter}");
    expect((box as HTMLInputElement).value).toBe("");
    expect(document.activeElement).toBe(box);
    const chosen = screen.getByRole("region", { name: "已选 1 人" });
    expect(within(chosen).getByText("会计 · 财务部")).toBeTruthy();
    await user.type(box, "wangf");
    await screen.findByRole("button", { name: /王芳.*科长/ });
    await user.keyboard("{ArrowDown}{ArrowDown}{ArrowUp}{Enter}");
    await user.click(screen.getByRole("button", { name: "确定 (2)" }));
    expect(onPick.mock.calls[0]?.[0].people.map(({ id }: { id: string }) => id)).toEqual(["8", "7"]);
  });

  it("begins anew after a pick with the mouse too", async () => {
    const { user } = search();
    const box = await screen.findByRole("searchbox");
    await user.type(box, "wangf");
    await user.click(await screen.findByRole("button", { name: /王芳.*科长/ }));
    expect((box as HTMLInputElement).value).toBe("");
    expect(document.activeElement).toBe(box);
  });

  it("takes nobody who cannot be chosen, and nobody before they are shown", async () => {
    const { user } = search({ excluded: new Set(["7"]) });
    const box = await screen.findByRole("searchbox");
    await user.type(box, "wangf{Enter}");
    await screen.findByRole("button", { name: /王芳.*会计/ });
    await user.keyboard("{Enter}");
    expect(screen.getByRole("region", { name: "已选 0 人" })).toBeTruthy();
    await user.keyboard("{ArrowDown}{Enter}");
    expect(screen.getByRole("region", { name: "已选 1 人" })).toBeTruthy();
  });

  it("takes no more than may be, and says of nobody that they are in already", async () => {
    const { user } = search({ limit: 1 });
    const box = await screen.findByRole("searchbox");
    await user.type(box, "wangf");
    await user.click(await screen.findByRole("button", { name: /王芳.*科长/ }));
    await user.type(box, "wangf");
    const other = await screen.findByRole("button", { name: /王芳.*会计/ });
    expect(other.hasAttribute("disabled")).toBe(true);
    expect(screen.queryByText("已在其中")).toBeNull();
    await user.keyboard("{ArrowDown}{Enter}");
    expect(screen.getByRole("region", { name: "已选 1 人" })).toBeTruthy();
  });

  it("picks one with a single Enter where one is wanted", async () => {
    const { onPick, user } = search({ mode: "one" });
    await user.type(await screen.findByRole("searchbox"), "wangf");
    await screen.findByRole("button", { name: /王芳.*会计/ });
    await user.keyboard("{Enter}");
    await waitFor(() => expect(onPick).toHaveBeenCalledOnce());
  });
});

it("shows all departments of a level, which the directory keeps too", async () => {
  await warmLayers();
  giveLayout();
  queries.setQueryData(meKey, someMe());
  const seen: Seen[] = serve({
    "GET /api/v1/people/departments": ({ query }) => {
      const from = Number(query.get("cursor") ?? 0);
      const next = from + 200 < many.length ? String(from + 200) : null;
      return { body: { items: many.slice(from, from + 200), next } };
    },
  });
  render(
    <QueryClientProvider client={queries}>
      <PickerDialog isOpen onOpenChange={() => undefined} title="选择" onPick={() => undefined} />
    </QueryClientProvider>,
  );
  await waitFor(() => expect(screen.getByRole("button", { name: /第1科/ })).toBeTruthy());
  expect(seen.map(({ query }) => query.get("cursor"))).toEqual([null, "200"]);
  expect(queries.getQueryData<Department[]>(branchKey(undefined))).toHaveLength(250);
});

it("says that the people of a department did not come, and asks again", async () => {
  await warmLayers();
  giveLayout();
  queries.setQueryData(meKey, someMe());
  let isBroken = true;
  serve({
    "GET /api/v1/people/departments": ({ query }) => ({
      body: { items: query.get("parent") ? [] : [someDepartment("1", "财务部")], next: null },
    }),
    "GET /api/v1/people/departments/*/members": () =>
      isBroken
        ? { status: 403, body: { code: "core.forbidden", title: "没有权限" } }
        : { body: { items: twins, next: null } },
  });
  render(
    <QueryClientProvider client={queries}>
      <PickerDialog isOpen onOpenChange={() => undefined} title="选择" onPick={() => undefined} />
    </QueryClientProvider>,
  );
  expect((await screen.findByRole("alert")).textContent).toContain("没有权限");
  expect(screen.queryByText("这个部门没有直属成员")).toBeNull();
  isBroken = false;
  await userEvent.click(screen.getByRole("button", { name: "重试" }));
  expect(await screen.findByRole("button", { name: /王芳.*会计/ })).toBeTruthy();
});
