import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { meKey } from "@/api/people";
import { queries } from "@/api/query";
import * as nav from "@/lib/nav";
import { serve } from "@/test/api";
import { someDepartment, someMe } from "@/test/people";
import { warmLayers } from "@/ui";
import { NameDialog } from "./NameDialog";
import { mapOf } from "./tree";

beforeAll(warmLayers);
beforeEach(() => {
  vi.spyOn(nav, "useSetSearch").mockReturnValue(() => undefined);
  queries.setQueryData(meKey, someMe({ roles: [{ role: "owner" }] }));
});

async function show() {
  const onClose = vi.fn();
  const seen = serve({
    "GET /api/v1/people/me": () => ({ body: someMe({ roles: [{ role: "owner" }] }) }),
    "POST /api/v1/people/departments": () => ({ status: 201, body: someDepartment("9", "财务部") }),
  });
  render(
    <QueryClientProvider client={queries}>
      <NameDialog naming={{ kind: "create", parent: null }} map={mapOf([])} onClose={onClose} />
    </QueryClientProvider>,
  );
  const name = await screen.findByRole("textbox", { name: /名称/ });
  return { name, onClose, seen, user: userEvent.setup() };
}
const outside = () => document.querySelector("[data-layer]") as HTMLElement;

describe("a new department", () => {
  it("is created once, however often Enter is pressed", async () => {
    const { name, onClose, seen, user } = await show();
    const { fetch } = globalThis;
    let answer: () => void = () => undefined;
    const isTime = new Promise<void>((resolve) => (answer = resolve));
    vi.stubGlobal("fetch", (request: Request) => isTime.then(() => fetch(request)));
    await user.type(name, "财务部{Enter}{Enter}");
    answer();
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(seen.filter(({ method }) => method === "POST")).toHaveLength(1);
  });

  it("is created by the button too", async () => {
    const { name, onClose, seen, user } = await show();
    await user.type(name, "财务部");
    await user.click(screen.getByRole("button", { name: "创建" }));
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(seen.filter(({ method }) => method === "POST")).toHaveLength(1);
  });

  it("is not lost by a press outside once it has a name", async () => {
    const { name, onClose, user } = await show();
    await user.type(name, "财务部");
    await user.click(outside());
    expect(onClose).not.toHaveBeenCalled();
    await user.clear(name);
    await user.click(outside());
    expect(onClose).toHaveBeenCalled();
  });
});
