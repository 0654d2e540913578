import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { create } from "zustand";
import { meKey } from "@/api/people";
import { queries } from "@/api/query";
import * as nav from "@/lib/nav";
import { serve } from "@/test/api";
import { giveLayout } from "@/test/layout";
import { card, someMe } from "@/test/people";
import MembersPage from "./MembersPage";

/** What stands after `?`. */
const useAddress = create<Record<string, string | undefined>>(() => ({}));
let answers: (() => void)[] = [];

beforeEach(() => {
  giveLayout();
  useAddress.setState({}, true);
  answers = [];
  vi.spyOn(nav, "useSearch").mockImplementation(() => useAddress());
  vi.spyOn(nav, "useSetSearch").mockReturnValue((changes) => useAddress.setState(changes));
  queries.setQueryData(meKey, {
    ...someMe({ roles: [{ role: "owner" }] }),
    permissions: { ...someMe().permissions, manage_people: true },
  });
  serve({
    "GET /api/v1/people/users": ({ query }) => ({
      body: {
        items: query.get("q") === "ljw" ? [card("8", "刘竞文")] : [card("7", "李嘉怡"), card("8", "刘竞文")],
        next: null,
      },
    }),
    "GET /api/v1/people/roles": () => ({ body: { items: [] } }),
    "GET /api/v1/people/departments": () => ({ body: { items: [], next: null } }),
  });
});

async function show() {
  render(
    <QueryClientProvider client={queries}>
      <MembersPage />
    </QueryClientProvider>,
  );
  await screen.findByText("李嘉怡");
  return { user: userEvent.setup(), box: screen.getByRole("searchbox") as HTMLInputElement };
}

describe("the search box of the members", () => {
  it("writes what is typed into the address", async () => {
    const { user, box } = await show();
    await user.type(box, "ljw");
    await waitFor(() => expect(useAddress.getState().q).toBe("ljw"));
    await waitFor(() => expect(screen.queryByText("李嘉怡")).toBeNull());
    expect(box.value).toBe("ljw");
  });

  it("follows an address from elsewhere", async () => {
    const { user, box } = await show();
    await user.type(box, "ljw");
    await waitFor(() => expect(useAddress.getState().q).toBe("ljw"));
    useAddress.setState({ q: undefined });
    await waitFor(() => expect(box.value).toBe(""));
    expect(await screen.findByText("李嘉怡")).toBeTruthy();
    useAddress.setState({ q: "李" });
    await waitFor(() => expect(box.value).toBe("李"));
    expect(useAddress.getState().q).toBe("李");
  });
});

describe("the table of the members", () => {
  it("keeps what is known until the next filter has its answer, and then forgets who was chosen", async () => {
    const { user } = await show();
    await user.click(screen.getByRole("checkbox", { name: "选择 李嘉怡" }));
    expect(screen.getByRole("toolbar")).toBeTruthy();
    const { fetch } = globalThis;
    vi.stubGlobal("fetch", async (request: Request) => {
      await new Promise<void>((answer) => answers.push(answer));
      return fetch(request);
    });
    useAddress.setState({ q: "ljw" });
    await waitFor(() => expect(answers.length).toBeGreaterThan(0));
    expect(screen.getByText("李嘉怡")).toBeTruthy();
    for (const answer of answers) answer();
    await waitFor(() => expect(screen.queryByText("李嘉怡")).toBeNull());
    expect(screen.getByText("刘竞文")).toBeTruthy();
    expect(screen.queryByRole("toolbar")).toBeNull();
  });
});
