import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { announceSignedOut } from "@/api/client";
import { queries } from "@/api/query";
import { setModules } from "@/lib/module";
import { go } from "@/lib/nav";
import { serve } from "@/test/api";
import { someMe } from "@/test/people";
import { manifests } from "./modules";
import { router } from "./router";

let on: string[];

beforeEach(() => {
  on = ["core", "people", "chat", "admin"];
  setModules(manifests);
  vi.spyOn(window, "scrollTo").mockImplementation(() => undefined);
  serve({
    "GET /api/v1/people/me": () => ({ body: someMe({ modules: on }) }),
  });
});
afterEach(() => setModules([]));

const path = () => router.state.location.pathname;

it("begins with the first module that is on", async () => {
  await go("/");
  expect(path()).toBe("/chat");
  queries.clear();
  on = ["core", "people", "admin"];
  await go("/");
  expect(path()).toBe("/people");
});

it("comes back to where it was, though several requests learn that the session is over", async () => {
  await go("/people/all");
  announceSignedOut();
  announceSignedOut();
  await waitFor(() => expect(path()).toBe("/signin"));
  announceSignedOut();
  await waitFor(() => expect(queries.getQueryData(["people", "me"])).toBeUndefined());
  expect(router.state.location.search).toEqual({ next: "/people/all", ended: "1" });
});

it("leads nowhere in a module that is off", async () => {
  on = ["core", "people"];
  await go("/chat/7");
  render(
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  expect(await screen.findByText("这里没有内容")).toBeTruthy();
  expect(screen.getByRole("link", { name: "通讯录" })).toBeTruthy();
  expect(screen.queryByRole("link", { name: "消息" })).toBeNull();
});
