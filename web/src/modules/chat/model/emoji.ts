const only =
  /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\uFE0F|\u200D|\u20E3|[\u{E0020}-\u{E007F}]|\s)+$/u;
const pictographic = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u;

/** More than this is a row of emoji, not one said large. */
const most = 3;

/** Whether a message is nothing but one to three emoji, which are then drawn large. */
export function isEmojiOnly(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > 40 || !only.test(trimmed) || !pictographic.test(trimmed))
    return false;
  const units = [...new Intl.Segmenter().segment(trimmed)].filter(({ segment }) => segment.trim() !== "");
  return units.length <= most;
}
