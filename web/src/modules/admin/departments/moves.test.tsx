import { QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { queries } from "@/api/query";
import type { Department } from "@/api/types";
import { type Seen, serve } from "@/test/api";
import { toast } from "@/ui";
import { knownTree, useTree } from "./queries";
import { childrenOf, nudge, withSteps } from "./tree";
import { useMoves } from "./useMoves";

const names = ["a", "b", "c", "d"];
let server: Department[];
let refused: string | undefined;
let seen: Seen[];

beforeEach(() => {
  refused = undefined;
  server = names.map((name, order) => ({
    id: name,
    name,
    parent: null,
    order,
    path: [],
    people: 0,
    direct_people: 0,
    children: 0,
  }));
  seen = serve({
    "GET /api/v1/people/departments/tree": () => ({ body: { items: server, next: null } }),
    "PATCH /api/v1/people/departments/*": ({ path, body }) => {
      const id = path.split("/").at(-1) ?? "";
      if (refused !== undefined && refused === (body as { before: string | null }).before) {
        const errors = [
          { field: "before", code: "people.department_unknown", message: "找不到所填的部门。" },
        ];
        return { status: 422, body: { code: "core.invalid", title: "有些内容填写不正确", errors } };
      }
      server = withSteps(server, [{ id, ...(body as { before: string | null }) }]);
      return { body: {} };
    },
  });
});

const Provider = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={queries}>{children}</QueryClientProvider>
);

async function show() {
  const { result } = renderHook(() => ({ tree: useTree(), moves: useMoves() }), { wrapper: Provider });
  await waitFor(() => expect(result.current.tree.data).toBeTruthy());
  const press = (id: string, way: "up" | "down") => {
    const place = nudge(knownTree(), id, way);
    return place ? result.current.moves.move(id, place, true) : Promise.resolve();
  };
  return { result, press };
}
const order = () => childrenOf(knownTree(), null).map(({ id }) => id);
const patches = () =>
  seen.flatMap(({ method, path, body }) => (method === "PATCH" ? [[path.split("/").at(-1), body]] : []));

describe("moving departments", () => {
  it("sends one change, whatever the orders are", async () => {
    const { result } = await show();
    await act(() => result.current.moves.move("d", { parent: null, before: "b" }, true));
    expect(patches()).toEqual([["d", { before: "b" }]]);
    await act(() => result.current.moves.move("c", { parent: "a" }, true));
    expect(patches()[1]).toEqual(["c", { parent: "a", before: null }]);
  });

  it("keeps every press, each going on from the one before, one request at a time", async () => {
    const { press } = await show();
    await act(async () => {
      const all = [press("a", "down"), press("a", "down"), press("a", "down")];
      expect(order()).toEqual(["b", "c", "d", "a"]);
      await Promise.all(all);
    });
    expect(patches()).toEqual([
      ["a", { before: "c" }],
      ["a", { before: "d" }],
      ["a", { before: null }],
    ]);
    await waitFor(() => expect(queries.isFetching()).toBe(0));
    expect(order()).toEqual(["b", "c", "d", "a"]);
    expect(server.map(({ id }) => id)).toEqual(["b", "c", "d", "a"]);
  });

  it("writes a press that comes as the one before is done, once", async () => {
    const { press } = await show();
    await act(async () => {
      await press("a", "down");
      await press("a", "down");
      await press("a", "up");
    });
    expect(patches()).toEqual([
      ["a", { before: "c" }],
      ["a", { before: "d" }],
      ["a", { before: "c" }],
    ]);
  });

  it("is not put back for a moment by an answer that knows nothing of it", async () => {
    const { press } = await show();
    const shown: string[] = [];
    const stop = queries.getQueryCache().subscribe(() => void shown.push(order().join("")));
    await act(async () => {
      const all = [press("a", "down"), press("a", "down")];
      void queries.invalidateQueries({ queryKey: ["people", "tree"] });
      await Promise.all(all);
    });
    await waitFor(() => expect(queries.isFetching()).toBe(0));
    stop();
    expect(seen.filter(({ method }) => method === "GET").length).toBeGreaterThan(1);
    const first = shown.lastIndexOf("bacd");
    expect(shown.slice(first + 1).every((text) => text === "bcad")).toBe(true);
    expect(order()).toEqual(["b", "c", "a", "d"]);
  });

  it("gives up what builds on a move that was refused, says why once, and shows the truth", async () => {
    const failure = vi.spyOn(toast, "failure");
    const { press } = await show();
    refused = "c";
    await act(async () => {
      await Promise.all([press("a", "down"), press("a", "down")]);
    });
    expect(failure).toHaveBeenCalledOnce();
    expect(patches()).toHaveLength(1);
    await waitFor(() => expect(order()).toEqual(names));
  });

  it("leads back to where it stood", async () => {
    const undo = vi.spyOn(toast, "undo");
    const { result } = await show();
    await act(() => result.current.moves.move("a", { parent: null, before: "d" }));
    expect(order()).toEqual(["b", "c", "a", "d"]);
    await act(async () => undo.mock.calls[0]?.[2]());
    await waitFor(() => expect(order()).toEqual(names));
    expect(patches()[1]).toEqual(["a", { before: "b" }]);
  });
});
