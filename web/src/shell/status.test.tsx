import { act, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { useLive } from "@/api/live";
import { setOwnStatus, useOwnPresence } from "./status";

const Dot = () => <p>{useOwnPresence()}</p>;
const shown = () => screen.getByText(/./).textContent;

afterEach(() => {
  act(() => {
    useLive.setState({ interrupted: false });
    setOwnStatus("active");
  });
});

it("nobody is here who is not connected", () => {
  render(<Dot />);
  expect(shown()).toBe("online");
  act(() => setOwnStatus("away"));
  expect(shown()).toBe("away");
  act(() => useLive.setState({ interrupted: true }));
  expect(shown()).toBe("offline");
});
