import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { meKey } from "@/api/people";
import { queries } from "@/api/query";
import type { Department } from "@/api/types";
import { type Seen, serve } from "@/test/api";
import { giveLayout } from "@/test/layout";
import { someMe } from "@/test/people";
import { warmLayers } from "@/ui";
import { branchKey } from "../department";
import PickerDialog from "./PickerDialog";

afterEach(() => {
  queries.clear();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const many: Department[] = Array.from({ length: 250 }, (_, order) => ({
  id: String(order + 10),
  name: `第${order + 1}科`,
  parent: null,
  order,
  path: [],
  people: 1,
  direct_people: 1,
  children: 0,
}));

it("shows all departments of a level, which the directory keeps too", async () => {
  await warmLayers();
  giveLayout();
  queries.setQueryData(meKey, someMe());
  const seen: Seen[] = serve({
    "GET /api/v1/people/departments": ({ query }) => {
      const from = Number(query.get("cursor") ?? 0);
      const next = from + 200 < many.length ? String(from + 200) : null;
      return { body: { items: many.slice(from, from + 200), next } };
    },
  });
  render(
    <QueryClientProvider client={queries}>
      <PickerDialog isOpen onOpenChange={() => undefined} title="选择" onPick={() => undefined} />
    </QueryClientProvider>,
  );
  await waitFor(() => expect(screen.getByRole("button", { name: /第1科/ })).toBeTruthy());
  expect(seen.map(({ query }) => query.get("cursor"))).toEqual([null, "200"]);
  expect(queries.getQueryData<Department[]>(branchKey(undefined))).toHaveLength(250);
});
