import { render, screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { late } from "./lazy";

it("leaves the rest of the page where its code does not come, and asks again when it is drawn anew", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const load = vi.fn(async () => ({ default: ({ name }: { name: string }) => <p>{name}</p> }));
  load.mockRejectedValueOnce(new TypeError("Failed to fetch dynamically imported module"));
  const Layer = late(load, <i>稍候</i>);
  const lose = vi.fn();
  const page = (isOpen: boolean) => (
    <>
      <h1>会话</h1>
      {isOpen && <Layer name="菜单" onLost={lose} />}
    </>
  );
  const { rerender } = render(page(true));
  screen.getByText("稍候");
  await waitFor(() => expect(lose).toHaveBeenCalledOnce());
  screen.getByRole("heading", { name: "会话" });
  expect(screen.queryByText("菜单")).toBeNull();
  rerender(page(false));
  rerender(page(true));
  await screen.findByText("菜单");
  expect(load).toHaveBeenCalledTimes(2);
});
