import { act, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ContextMenu, MenuItem, type Point, Pressable, useMenuGesture } from ".";

type OnMenu = (row: HTMLElement, at: Point, held?: Element) => boolean;

function List({ onMenu, onPress }: { onMenu: OnMenu; onPress: () => void }) {
  const gesture = useMenuGesture("[data-row]", onMenu);
  return (
    <div {...gesture}>
      <div data-row="1">
        <Pressable data-emoji="👍" onPress={onPress}>
          3
        </Pressable>
      </div>
    </div>
  );
}

const finger = {
  pointerType: "touch",
  pointerId: 4,
  button: 0,
  width: 20,
  height: 20,
  detail: 1,
  pressure: 0.5,
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe("a menu around something", () => {
  const show = (isDisabled = false) => {
    const onPress = vi.fn();
    render(
      <ContextMenu label="文件" items={() => <MenuItem label="改名" />} isDisabled={isDisabled}>
        <Pressable onPress={onPress}>计划.docx</Pressable>
      </ContextMenu>,
    );
    return { onPress, button: screen.getByRole("button") };
  };
  const menu = () => screen.queryByRole("menuitem", { name: "改名" });

  it("opens by a right click", async () => {
    vi.useRealTimers();
    const { button } = show();
    fireEvent.contextMenu(button, { clientX: 30, clientY: 40 });
    await screen.findByRole("menuitem", { name: "改名" });
  });

  it("opens by a finger that rests, which presses nothing", async () => {
    const { button, onPress } = show();
    fireEvent.pointerDown(button, finger);
    await act(() => vi.advanceTimersByTimeAsync(500));
    expect(menu()).not.toBeNull();
    fireEvent.pointerUp(button, finger);
    fireEvent.click(button, { detail: 1 });
    await act(() => vi.advanceTimersByTimeAsync(200));
    expect(onPress).not.toHaveBeenCalled();
  });

  it("leaves the browser its own where it is switched off", () => {
    const { button } = show(true);
    expect(fireEvent.contextMenu(button, { clientX: 30, clientY: 40 })).toBe(true);
    expect(menu()).toBeNull();
  });
});

describe("a finger on a button in a row", () => {
  const show = () => {
    const onMenu = vi.fn<OnMenu>(() => true);
    const onPress = vi.fn();
    render(<List onMenu={onMenu} onPress={onPress} />);
    return { onMenu, onPress, button: screen.getByRole("button") };
  };
  const lift = (button: HTMLElement) => {
    fireEvent.pointerUp(button, finger);
    fireEvent.click(button, { detail: 1 });
    act(() => void vi.advanceTimersByTime(200));
  };

  it("that rests opens the menu, says where it rests, and presses nothing", () => {
    const { onMenu, onPress, button } = show();
    fireEvent.pointerDown(button, finger);
    act(() => void vi.advanceTimersByTime(500));
    expect(onMenu).toHaveBeenCalledOnce();
    expect(onMenu.mock.calls[0]?.[2]).toBe(button);
    lift(button);
    expect(onPress).not.toHaveBeenCalled();
    expect(button.dataset.pressed).toBeUndefined();
  });

  it("that lifts soon presses it", () => {
    const { onMenu, onPress, button } = show();
    fireEvent.pointerDown(button, finger);
    act(() => void vi.advanceTimersByTime(100));
    lift(button);
    expect(onMenu).not.toHaveBeenCalled();
    expect(onPress).toHaveBeenCalledOnce();
  });

  it("that rests where nothing opens presses it", () => {
    const { onMenu, onPress, button } = show();
    onMenu.mockReturnValue(false);
    fireEvent.pointerDown(button, finger);
    act(() => void vi.advanceTimersByTime(500));
    lift(button);
    expect(onPress).toHaveBeenCalledOnce();
  });
});
