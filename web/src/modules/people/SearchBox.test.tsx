import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { queries } from "@/api/query";
import * as nav from "@/lib/nav";
import { serve } from "@/test/api";
import { card } from "@/test/people";
import { SearchBox } from "./SearchBox";
import { setTyped, useDirectory } from "./state";

beforeEach(() => {
  setTyped("");
  vi.spyOn(nav, "go").mockResolvedValue();
});

function show() {
  const seen = serve({
    "GET /api/v1/people/users": () => ({
      body: { items: [card("7", "李嘉怡"), card("8", "刘竞文")], next: null },
    }),
  });
  render(
    <QueryClientProvider client={queries}>
      <SearchBox />
    </QueryClientProvider>,
  );
  return { seen, user: userEvent.setup(), box: screen.getByRole("searchbox") };
}

describe("the search box of the directory", () => {
  it("moves through the people found and opens one", async () => {
    const { user, box, seen } = show();
    await user.type(box, "lj");
    await waitFor(() => expect(seen.at(-1)?.query.get("q")).toBe("lj"));
    await waitFor(() => expect(queries.getQueryData(["people", "found", "lj"])).toBeTruthy());
    await user.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}");
    expect(useDirectory.getState().activeIndex).toBe(1);
    await user.keyboard("{Enter}");
    expect(nav.go).toHaveBeenCalledWith("/people/user/8");
  });

  it("opens whom the whole text finds, though Enter came before the answer", async () => {
    const seen = serve({
      "GET /api/v1/people/users": ({ query }) => ({
        body: {
          items: query.get("q") === "lj" ? [card("7", "李嘉怡")] : [card("8", "刘竞文")],
          next: null,
        },
      }),
    });
    render(
      <QueryClientProvider client={queries}>
        <SearchBox />
      </QueryClientProvider>,
    );
    const user = userEvent.setup();
    const box = screen.getByRole("searchbox");
    await user.type(box, "lj");
    await waitFor(() => expect(queries.getQueryData(["people", "found", "lj"])).toBeTruthy());
    await user.type(box, "w{Enter}");
    expect(nav.go).not.toHaveBeenCalled();
    await waitFor(() => expect(nav.go).toHaveBeenCalledWith("/people/user/8"));
    expect(nav.go).toHaveBeenCalledTimes(1);
    expect(seen.map(({ query }) => query.get("q"))).toEqual(["lj", "ljw"]);
  });

  it("leaves Enter to the input method while it composes", async () => {
    const { user, box } = show();
    await user.type(box, "lj");
    await waitFor(() => expect(queries.getQueryData(["people", "found", "lj"])).toBeTruthy());
    fireEvent.keyDown(box, { key: "Enter", keyCode: 229 });
    expect(nav.go).not.toHaveBeenCalled();
  });

  it("begins anew at the best hit when the text changes", async () => {
    const { user, box } = show();
    await user.type(box, "lj");
    useDirectory.setState({ activeIndex: 1 });
    await user.type(box, "y");
    expect(useDirectory.getState().activeIndex).toBe(0);
  });
});
