import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { EmojiPicker } from "./EmojiPicker";

it("is passed by Tab in few steps; arrows lead through the emoji, and the place is kept", async () => {
  const user = userEvent.setup();
  const onPick = vi.fn();
  render(<EmojiPicker onPick={onPick} />);
  const cells = () => [...document.querySelectorAll<HTMLElement>("[data-cell]")];
  const stops = () => cells().filter((cell) => cell.tabIndex === 0);
  expect(cells().length).toBeGreaterThan(300);
  expect(stops()).toEqual([cells()[0]]);
  screen.getByRole("searchbox").focus();
  await user.tab();
  expect(document.activeElement).toBe(cells()[0]);
  await user.keyboard("{ArrowDown}{ArrowRight}");
  expect(document.activeElement).toBe(cells()[9]);
  expect(stops()).toEqual([cells()[9]]);
  await user.tab();
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "常用" }));
  await user.tab({ shift: true });
  expect(document.activeElement).toBe(cells()[9]);
  // What is found otherwise begins at its first.
  await user.type(screen.getByRole("searchbox"), "赞");
  expect(stops()).toEqual([cells()[0]]);
  await user.keyboard("{ArrowDown}{Enter}");
  expect(onPick).toHaveBeenCalledExactlyOnceWith("👍");
});
