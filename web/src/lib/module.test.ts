import { afterEach, beforeEach, expect, it } from "vitest";
import { meKey } from "@/api/people";
import { queries } from "@/api/query";
import { someMe } from "@/test/people";
import { hasModule, modules, setModules } from "./module";

beforeEach(() =>
  setModules([
    { id: "chat", routes: [] },
    { id: "people", routes: [] },
  ]),
);
afterEach(() => setModules([]));

const ids = () => modules().map(({ id }) => id);

it("gives the modules that the server has switched on", () => {
  queries.setQueryData(meKey, someMe({ modules: ["core", "people"] }));
  expect(ids()).toEqual(["people"]);
  expect(hasModule("chat")).toBe(false);
  expect(hasModule("people")).toBe(true);
});

it("gives all before anyone has signed in", () => {
  expect(ids()).toEqual(["chat", "people"]);
});
