import { useEffect, useRef } from "react";
import { create } from "zustand";
import { isApple } from "./media";

/**
 * One key binding. `keys` is written as `mod+k`, `shift+/`, `g m` (one after the other) or `?`;
 * `mod` is ⌘ on Apple keyboards and Ctrl elsewhere.
 */
export interface Shortcut {
  keys: string;
  /** What it does, in the reader's language; shown in the keyboard map. */
  label: string;
  /** Heading in the keyboard map. */
  group: string;
  run: (event: KeyboardEvent) => void;
  /** Works while typing too; only sensible with a modifier. */
  whileTyping?: boolean;
}

/** Bindings of what is mounted now; the newest wins when two share keys. */
export const useShortcutRegistry = create<{ active: readonly Shortcut[] }>(() => ({ active: [] }));

export function registerShortcuts(shortcuts: readonly Shortcut[]): () => void {
  useShortcutRegistry.setState(({ active }) => ({ active: [...active, ...shortcuts] }));
  return () =>
    useShortcutRegistry.setState(({ active }) => ({
      active: active.filter((shortcut) => !shortcuts.includes(shortcut)),
    }));
}

/** Binds keys while the component is mounted. */
export function useShortcut(
  keys: string,
  label: string,
  group: string,
  run: (event: KeyboardEvent) => void,
  options: { whileTyping?: boolean; enabled?: boolean } = {},
) {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  const { whileTyping = false, enabled = true } = options;
  useEffect(() => {
    if (!enabled) return;
    return registerShortcuts([{ keys, label, group, whileTyping, run: (event) => latest.current(event) }]);
  }, [keys, label, group, whileTyping, enabled]);
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return (
    target instanceof HTMLInputElement && !/^(checkbox|radio|button|range|color|file)$/.test(target.type)
  );
}

/** True while an input method composes; 229 covers browsers that end composition before the keydown. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** `mod+shift+k` for the pressed combination, or the bare character. */
function pressed(event: KeyboardEvent): string {
  const mod = isApple ? event.metaKey : event.ctrlKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!mod && !event.altKey && event.key.length === 1) return key;
  return [mod && "mod", event.altKey && "alt", event.shiftKey && "shift", key].filter(Boolean).join("+");
}

/** How long the second key of a sequence may take. */
const sequenceMs = 900;

/** Starts listening; returns how to stop. Called once by the shell. */
export function listenForShortcuts(): () => void {
  let first = "";
  let firstAt = 0;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || isComposing(event)) return;
    const now = pressed(event);
    const typing = isTyping(event.target);
    const sequence = first !== "" && event.timeStamp - firstAt < sequenceMs ? `${first} ${now}` : "";
    const { active } = useShortcutRegistry.getState();
    const find = (keys: string) =>
      keys === ""
        ? undefined
        : active.findLast((entry) => entry.keys === keys && (!typing || entry.whileTyping));
    const hit = find(sequence) ?? find(now);
    const layerOpen = document.querySelector("[data-layer]") !== null;
    if (hit && !(layerOpen && !hit.whileTyping)) {
      event.preventDefault();
      first = "";
      hit.run(event);
      return;
    }
    const starts = !typing && active.some((entry) => entry.keys.startsWith(`${now} `));
    first = starts ? now : "";
    firstAt = event.timeStamp;
  };
  window.addEventListener("keydown", onKeyDown);
  return () => window.removeEventListener("keydown", onKeyDown);
}

const appleNames: Record<string, string> = { mod: "⌘", shift: "⇧", alt: "⌥", enter: "↩" };
const otherNames: Record<string, string> = { mod: "Ctrl", shift: "Shift", alt: "Alt", enter: "Enter" };
const commonNames: Record<string, string> = {
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
  escape: "Esc",
};

/** The caps to draw for `keys`: `mod+k` → ["⌘", "K"] or ["Ctrl", "K"]. */
export function keyCaps(keys: string): string[] {
  const names = isApple ? appleNames : otherNames;
  return keys
    .split(" ")
    .flatMap((step) => (step === "+" ? [step] : step.split("+")))
    .map(
      (key) =>
        names[key.toLowerCase()] ??
        commonNames[key.toLowerCase()] ??
        (key.length === 1 ? key.toUpperCase() : key),
    );
}
