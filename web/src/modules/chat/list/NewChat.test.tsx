import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { queries } from "@/api/query";
import type { UserCard } from "@/api/types";
import { setLocale } from "@/i18n";
import type { Picked } from "@/shared/person";
import { card } from "@/test/people";
import { Button } from "@/ui";
import { chatApi } from "../api";
import { blank, useChats } from "../engine/store";
import { chat } from "../model/fixtures";
import NewChat from "./NewChat";

let people: UserCard[] = [];
/** The picker, which has tests of its own: one press chooses everybody. */
vi.mock("@/shared/person", async (original) => ({
  ...(await original<typeof import("@/shared/person")>()),
  PersonPicker: ({ isOpen, onPick }: { isOpen: boolean; onPick: (picked: Picked) => unknown }) =>
    isOpen && <Button onPress={() => void onPick({ people, departments: [] })}>选好了</Button>,
}));

beforeEach(() => useChats.setState({ ...blank, me: "1" }));
afterEach(() => setLocale("zh-CN"));

/** Goes to where the group is named, in a language. */
async function choose(menu: string, entry: string) {
  const user = userEvent.setup();
  render(
    <QueryClientProvider client={queries}>
      <NewChat icon="+" />
    </QueryClientProvider>,
  );
  await user.click(screen.getByRole("button", { name: menu }));
  await user.click(await screen.findByRole("menuitem", { name: entry }));
  await user.click(await screen.findByRole("button", { name: "选好了" }));
  return { user, box: await screen.findByRole<HTMLInputElement>("textbox") };
}

it("makes one group of two presses of Enter", async () => {
  people = [card("2", "刘竞文")];
  let answer: () => void = () => undefined;
  const create = vi.spyOn(chatApi, "create").mockImplementation(
    () =>
      new Promise((resolve) => {
        answer = () => resolve(chat("c9") as never);
      }),
  );
  const { user, box } = await choose("发起会话", "创建群聊");
  await user.type(box, "值班{Enter}{Enter}");
  answer();
  await waitFor(() => expect(screen.queryByRole("textbox")).toBeNull());
  expect(create).toHaveBeenCalledExactlyOnceWith({ kind: "group", title: "值班", members: ["2"] });
});

it.each([
  ["zh-CN", "发起会话", "创建群聊", "刘竞文、单晓、王芳等 4 人"],
  ["en", "New chat", "New group", "刘竞文, 单晓, 王芳 and 1 other"],
] as const)("offers a name in %s", async (locale, menu, entry, name) => {
  await setLocale(locale);
  people = ["刘竞文", "单晓", "王芳", "陈晓云"].map((person, at) => card(String(at + 2), person));
  const { box } = await choose(menu, entry);
  expect(box.placeholder).toBe(name);
});
