import { expect, it } from "vitest";
import { serve } from "@/test/api";
import { card } from "@/test/people";
import { loadCard } from "./people";

it("asks for all ids of a tick in one request, in batches of 200", async () => {
  const seen = serve({
    "GET /api/v1/people/users": ({ query }) => ({
      body: {
        items: (query.get("ids") ?? "")
          .split(",")
          .filter((id) => id !== "7")
          .map((id) => card(id, `人${id}`)),
      },
    }),
  });
  const ids = Array.from({ length: 250 }, (_, index) => String(index));
  const cards = await Promise.all([...ids, "3"].map(loadCard));
  expect(seen).toHaveLength(2);
  expect(seen.map((request) => request.query.get("ids")?.split(",").length)).toEqual([200, 50]);
  expect(cards[3]).toEqual(cards[250]);
  expect(cards[7]).toBeNull();
});

it("tells everyone who waits when the request fails", async () => {
  serve({
    "GET /api/v1/people/users": () => ({ status: 503, body: { code: "http.unavailable", title: "忙" } }),
  });
  const results = await Promise.allSettled([loadCard("1"), loadCard("2")]);
  expect(results.map((result) => result.status)).toEqual(["rejected", "rejected"]);
});
