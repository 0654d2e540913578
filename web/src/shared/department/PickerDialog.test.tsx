import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, expect, it, vi } from "vitest";
import { queries } from "@/api/query";
import { serve } from "@/test/api";
import { giveLayout } from "@/test/layout";
import { someDepartment } from "@/test/people";
import { warmLayers } from "@/ui";
import PickerDialog from "./PickerDialog";

beforeAll(warmLayers);

const found = [someDepartment("1", "财务部"), someDepartment("2", "财务科")];

it("goes through what was found by keys, and shows in the tree what was taken", async () => {
  giveLayout();
  serve({
    "GET /api/v1/people/departments/search": () => ({ body: { items: found } }),
    "GET /api/v1/people/departments": () => ({ body: { items: found, next: null } }),
    "GET /api/v1/people/departments/*": () => ({ body: found[1] }),
  });
  const onPick = vi.fn();
  render(
    <QueryClientProvider client={queries}>
      <PickerDialog isOpen onOpenChange={() => undefined} title="选择部门" onPick={onPick} />
    </QueryClientProvider>,
  );
  const user = userEvent.setup();
  const box = await screen.findByRole("searchbox");
  await user.type(box, "财务");
  await screen.findByRole("button", { name: /财务科/ });
  await user.keyboard("{ArrowDown}{Enter}");
  expect((box as HTMLInputElement).value).toBe("");
  expect(document.activeElement).toBe(box);
  expect(screen.getByText("已选：财务科")).toBeTruthy();
  await user.keyboard("{ArrowDown}");
  await waitFor(() => expect(document.activeElement?.getAttribute("role")).toBe("tree"));
  await user.click(screen.getByRole("button", { name: "确定" }));
  expect(onPick.mock.calls[0]?.[0].id).toBe("2");
});
