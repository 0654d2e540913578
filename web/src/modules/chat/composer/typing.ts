/**
 * Types a text in place of the selection, as if by hand, so that the browser's undo knows of it. Returns whether the
 * box took it.
 */
export function typeInto(box: HTMLTextAreaElement, text: string): boolean {
  box.focus();
  // Deprecated without a successor: nothing else keeps the undo history of a text box.
  const done =
    text === "" ? document.execCommand?.("delete") : document.execCommand?.("insertText", false, text);
  if (done) return true;
  const { selectionStart: start, selectionEnd: end } = box;
  const value = box.value.slice(0, start) + text + box.value.slice(end);
  // React hears a change only through the element's own setter.
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value")?.set?.call(box, value);
  box.setSelectionRange(start + text.length, start + text.length);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

/** Frames for which a layer that leaves may keep the focus. */
const mostFrames = 60;

/** Types as soon as the box can have the focus: a layer on its way out still holds it. */
export function typeWhenFree(box: HTMLTextAreaElement, text: string, frames = mostFrames) {
  box.focus();
  if (document.activeElement === box || frames === 0) typeInto(box, text);
  else requestAnimationFrame(() => typeWhenFree(box, text, frames - 1));
}
