import { act, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { ConfirmHost, confirm, ToastHost } from ".";

vi.mock("./ConfirmDialog", () => {
  throw new Error("offline");
});

it("takes what cannot be asked as a no, and the page remains", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  render(
    <>
      <p>页面</p>
      <ConfirmHost />
      <ToastHost />
    </>,
  );
  for (const title of ["移除成员？", "再问一次？"]) {
    let answer: Promise<boolean> | undefined;
    act(() => {
      answer = confirm({ title, action: "移除" });
    });
    expect(await answer).toBe(false);
    expect((await screen.findAllByRole("alert")).length).toBeGreaterThan(0);
    expect(screen.getByText("页面")).toBeTruthy();
  }
});
