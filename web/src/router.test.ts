import { describe, expect, it } from "vitest";
import { meKey } from "@/api/people";
import { queries } from "@/api/query";
import { serve } from "@/test/api";
import { someMe } from "@/test/people";
import { router } from "./router";

async function at(href: string) {
  await router.navigate({ href });
  await router.load();
  return router.state.matches.map((match) => match.routeId);
}

describe("an address that leads nowhere", () => {
  it("stands inside the shell for somebody who is signed in", async () => {
    queries.setQueryData(meKey, someMe());
    expect(await at("/nothing/here")).toContain("/shell/$");
    expect(await at("/people/user/7/nothing")).toContain("/shell/$");
    expect(await at("/people/user/7")).not.toContain("/shell/$");
  });

  it("leads to the sign-in page before anyone has signed in", async () => {
    serve({
      "GET /api/v1/people/me": () => ({
        status: 401,
        body: { code: "core.unauthenticated", title: "请先登录" },
      }),
    });
    expect(await at("/nothing/here")).toContain("/signin");
    expect(router.state.location.search).toEqual({ next: "/nothing/here" });
  });
});
