import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, expect, it } from "vitest";
import { meKey } from "@/api/people";
import { queries } from "@/api/query";
import { serve } from "@/test/api";
import { someMe } from "@/test/people";
import { warmLayers } from "@/ui";
import { GrantDialog } from "./GrantDialog";

beforeAll(warmLayers);

it("gives no role that was not chosen", async () => {
  const seen = serve({});
  queries.setQueryData(meKey, someMe({ roles: [{ role: "owner" }] }));
  render(
    <QueryClientProvider client={queries}>
      <GrantDialog onClose={() => undefined} />
    </QueryClientProvider>,
  );
  const choices = await screen.findAllByRole("radio");
  expect(choices.map((choice) => (choice as HTMLInputElement).checked)).toEqual([false, false, false]);
  await userEvent.setup().click(screen.getByRole("button", { name: "授予角色" }));
  expect(screen.getByText("请选择人员")).toBeTruthy();
  expect(screen.getByText("请选择角色")).toBeTruthy();
  expect(seen).toHaveLength(0);
});
