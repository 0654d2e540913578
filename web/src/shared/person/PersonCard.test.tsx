import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
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

it.each([
  ["another one", "2", 1],
  ["oneself, with whom there is no chat", "1", 0],
])("offers a message to %s", (_, id, count) => {
  render(
    <QueryClientProvider client={queries}>
      <PersonCard id={id} close={() => undefined} />
    </QueryClientProvider>,
  );
  expect(screen.queryAllByRole("button", { name: "发消息" })).toHaveLength(count);
});
