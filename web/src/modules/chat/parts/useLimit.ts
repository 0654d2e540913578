import { useT } from "../i18n";

/** As the server has them, in characters. */
export const mostTitle = 60;
export const mostAnnouncement = 2000;

/** From where on the rest is told. */
const tellLeft = (most: number) => Math.max(10, most / 20);

/** What a text says of its limit: the rest when it is near, an error beyond it. Nothing is cut. */
export function useLimit(text: string, most: number) {
  const t = useT();
  // The server counts characters, not halves of them.
  const left = most - [...text.trim()].length;
  return {
    isOver: left < 0,
    left: left >= 0 && left <= tellLeft(most) ? t.compose.left(left) : undefined,
    error: left < 0 ? t.panel.tooLong(-left, most) : undefined,
  };
}
