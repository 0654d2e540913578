import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keyCaps, listenForShortcuts, registerShortcuts } from "./shortcuts";

const press = (key: string, more: KeyboardEventInit = {}, target: EventTarget = document.body) =>
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));

describe("shortcuts", () => {
  const stops: (() => void)[] = [];
  const bind = (keys: string, whileTyping = false) => {
    const run = vi.fn();
    stops.push(registerShortcuts([{ keys, label: keys, group: "test", run, whileTyping }]));
    return run;
  };
  beforeEach(() => {
    stops.push(listenForShortcuts());
  });
  afterEach(() => {
    for (const stop of stops.splice(0)) stop();
    document.body.replaceChildren();
  });

  it("runs a combination, a character and a sequence", () => {
    const palette = bind("mod+k", true);
    const map = bind("?");
    const chat = bind("g m");
    press("k", { ctrlKey: true });
    press("?", { shiftKey: true });
    press("g");
    press("m");
    expect([palette, map, chat].map((run) => run.mock.calls.length)).toEqual([1, 1, 1]);
  });

  it("leaves characters alone while typing, but not combinations", () => {
    const palette = bind("mod+k", true);
    const map = bind("?");
    const box = document.body.appendChild(document.createElement("input"));
    press("?", {}, box);
    press("k", { ctrlKey: true }, box);
    expect(map).not.toHaveBeenCalled();
    expect(palette).toHaveBeenCalledOnce();
  });

  it("keeps still while an input method composes", () => {
    const map = bind("?");
    press("?", { isComposing: true });
    press("?", { keyCode: 229 });
    expect(map).not.toHaveBeenCalled();
  });

  it("keeps still below an open dialog", () => {
    const map = bind("?");
    const layer = document.body.appendChild(document.createElement("div"));
    layer.dataset.layer = "";
    press("?");
    expect(map).not.toHaveBeenCalled();
  });

  it("lets the newest binding win and forgets removed ones", () => {
    const old = bind("n");
    const fresh = bind("n");
    press("n");
    stops.pop()?.();
    press("n");
    expect([old.mock.calls.length, fresh.mock.calls.length]).toEqual([1, 1]);
  });

  it("draws key caps", () => {
    expect(keyCaps("mod+shift+k")).toEqual(["Ctrl", "Shift", "K"]);
    expect(keyCaps("g m")).toEqual(["G", "M"]);
    expect(keyCaps("Escape")).toEqual(["Esc"]);
    expect(keyCaps("+")).toEqual(["+"]);
  });
});
