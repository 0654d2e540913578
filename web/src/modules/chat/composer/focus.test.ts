import { afterEach, expect, it } from "vitest";
import { focusOpen, focusWhenFree, offerFocus } from "./focus";

const frames = async (count: number) => {
  for (let frame = 0; frame < count; frame += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
};
function draw(html: string): HTMLTextAreaElement {
  document.body.innerHTML = `${html}<textarea></textarea>`;
  return document.body.querySelector("textarea") as HTMLTextAreaElement;
}

afterEach(() => {
  document.body.innerHTML = "";
});

it("takes the focus, also from the row that was pressed", () => {
  const box = draw('<a id="row" href="/chat/1">1</a>');
  document.getElementById("row")?.focus();
  focusWhenFree(() => box);
  expect(document.activeElement).toBe(box);
});

it("waits until a dialog has gone, and holds on when it gives the focus back", async () => {
  const box = draw('<button id="from"></button><div data-layer=""><input /></div>');
  document.querySelector("input")?.focus();
  focusWhenFree(() => box);
  await frames(3);
  expect(document.activeElement).not.toBe(box);
  document.querySelector("[data-layer]")?.remove();
  await frames(1);
  document.getElementById("from")?.focus();
  await frames(3);
  expect(document.activeElement).toBe(box);
});

it("disturbs nobody who types or presses elsewhere", async () => {
  const box = draw('<input /><div role="dialog"></div>');
  document.querySelector("input")?.focus();
  focusWhenFree(() => box);
  expect(document.activeElement).not.toBe(box);
  document.querySelector("input")?.blur();
  focusWhenFree(() => box);
  window.dispatchEvent(new Event("pointerdown"));
  document.querySelector("[role=dialog]")?.remove();
  await frames(3);
  expect(document.activeElement).toBe(document.body);
});

it("leads to the box of the chat that is open", () => {
  const called: string[] = [];
  const leave = offerFocus(() => called.push("a"));
  const leaveNext = offerFocus(() => called.push("b"));
  leave();
  focusOpen();
  leaveNext();
  focusOpen();
  expect(called).toEqual(["b"]);
});
