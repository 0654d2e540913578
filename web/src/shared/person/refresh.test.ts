import { describe, expect, it } from "vitest";
import { queries } from "@/api/query";
import { directoryKeys, refreshDirectory } from "./refresh";

const keys = [
  ["card", "7"],
  ["card", "8"],
  ["user", "7"],
  ["me"],
  ["members", "3", false],
  ["tokens"],
] as const;

async function staleOf(due: readonly string[]) {
  for (const key of keys) queries.setQueryData(["people", ...key], {});
  queries.setQueryData(["core", "card", "7"], {});
  await refreshDirectory(due);
  return queries
    .getQueryCache()
    .findAll({ predicate: (query) => query.state.isInvalidated })
    .map(({ queryKey }) => queryKey.slice(1).join(" "));
}

describe("refreshDirectory", () => {
  it("renews one card, or all", async () => {
    expect(await staleOf(["card/7"])).toEqual(["card 7"]);
    expect(await staleOf(["card"])).toEqual(["card 7", "card 8"]);
  });
  it("leaves alone what shows no part of the directory", async () => {
    expect(await staleOf(directoryKeys)).toEqual(["card 7", "card 8", "user 7", "me", "members 3 false"]);
  });
});
