import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it } from "vitest";
import { cardKey, meKey } from "@/api/people";
import { queries } from "@/api/query";
import { setModules } from "@/lib/module";
import { serve } from "@/test/api";
import { card, someMe } from "@/test/people";
import PersonCard from "./PersonCard";

beforeEach(() => {
  serve({
    "GET /api/v1/people/users/*": () => ({ status: 404, body: { code: "x", title: "", status: 404 } }),
  });
  setModules([{ id: "chat", routes: [] }]);
  queries.setQueryData(meKey, someMe());
  for (const person of [card("1", "陈晓云"), card("2", "刘竞文")])
    queries.setQueryData(cardKey(person.id), person);
});
afterEach(() => {
  setModules([]);
});

const show = (id: string) =>
  render(
    <QueryClientProvider client={queries}>
      <PersonCard id={id} close={() => undefined} />
    </QueryClientProvider>,
  );

it.each([
  ["another one", "2", 1],
  ["oneself, with whom there is no chat", "1", 0],
])("offers a message to %s", (_, id, count) => {
  show(id);
  expect(screen.queryAllByRole("button", { name: "发消息" })).toHaveLength(count);
});

it("says that somebody is not in the directory only where the server says so", async () => {
  serve({
    "GET /api/v1/people/users": () => ({ body: { items: [], next: null } }),
    "GET /api/v1/people/users/*": () => ({ status: 404, body: { code: "x", title: "找不到这个人" } }),
  });
  show("9");
  expect(await screen.findByText("这个人不在通讯录中，或者你没有查看权限")).toBeTruthy();
});

it("says what failed, and asks again", async () => {
  let isBroken = true;
  serve({
    "GET /api/v1/people/users": () => ({ status: 403, body: { code: "x", title: "暂时不能查看" } }),
    "GET /api/v1/people/users/*": () =>
      isBroken
        ? { status: 403, body: { code: "x", title: "暂时不能查看" } }
        : { body: { ...someMe().user, ...card("9", "周然") } },
  });
  show("9");
  expect((await screen.findByRole("alert")).textContent).toContain("暂时不能查看");
  isBroken = false;
  await userEvent.click(screen.getByRole("button", { name: "重试" }));
  expect(await screen.findByText("周然")).toBeTruthy();
});
