import { QueryClientProvider } from "@tanstack/react-query";
import { renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { describe, expect, it } from "vitest";
import { queries } from "@/api/query";
import type { User, UserCard } from "@/api/types";
import { refreshDirectory } from "@/shared/person";
import { serve } from "@/test/api";
import { card, someMe } from "@/test/people";
import { useLineAbove } from "./queries";

const person = (id: string, manager?: UserCard): User => ({
  ...someMe().user,
  ...card(id, id),
  ...(manager ? { manager } : {}),
});
const Provider = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={queries}>{children}</QueryClientProvider>
);

describe("the line of managers", () => {
  it("follows a manager who has another manager now", async () => {
    const managers: Record<string, User> = { head: person("head", card("mayor", "mayor")) };
    serve({
      "GET /api/v1/people/users/*": ({ path }) => {
        const id = path.split("/").at(-1) ?? "";
        return { body: managers[id] ?? person(id) };
      },
    });
    const me = person("me", card("head", "head"));
    const { result } = renderHook(() => useLineAbove(me), { wrapper: Provider });
    const names = () => result.current.data?.map(({ id }) => id);
    await waitFor(() => expect(names()).toEqual(["mayor", "head"]));
    managers.head = person("head", card("deputy", "deputy"));
    await refreshDirectory(["line", "user"]);
    await waitFor(() => expect(names()).toEqual(["deputy", "head"]));
  });
});
