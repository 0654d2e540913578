import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { meKey } from "@/api/people";
import { queries } from "@/api/query";
import * as nav from "@/lib/nav";
import { giveLayout } from "@/test/layout";
import { someDepartment, someMe } from "@/test/people";
import { EditableTree } from "./EditableTree";
import { mapOf } from "./tree";

beforeEach(() => {
  giveLayout();
  vi.spyOn(nav, "useSetSearch").mockReturnValue(() => undefined);
  queries.setQueryData(meKey, someMe({ roles: [{ role: "owner" }] }));
});

it("has the same branches open after a filter was typed and cleared", async () => {
  const items = [
    someDepartment("1", "市政府", { children: 1 }),
    someDepartment("2", "办公室", { parent: "1", children: 1 }),
    someDepartment("3", "秘书科", { parent: "2" }),
  ];
  render(
    <QueryClientProvider client={queries}>
      <EditableTree items={items} map={mapOf(items)} chosen={undefined} onName={() => undefined} />
    </QueryClientProvider>,
  );
  const user = userEvent.setup();
  const tree = await screen.findByRole("tree");
  tree.focus();
  await user.keyboard("{ArrowDown}{ArrowRight}");
  const drawn = () => screen.getAllByRole("treeitem").map((row) => row.getAttribute("aria-level"));
  expect(drawn()).toEqual(["1", "2", "3"]);
  await user.type(screen.getByRole("searchbox"), "秘书");
  expect(screen.queryByRole("tree")).toBeNull();
  await user.clear(screen.getByRole("searchbox"));
  await screen.findByRole("tree");
  await waitFor(() => expect(drawn()).toEqual(["1", "2", "3"]));
});
