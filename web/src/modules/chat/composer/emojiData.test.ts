import { expect, it } from "vitest";
import { emojiGroups, findEmoji } from "./emojiData";

it("names each emoji in both languages", () => {
  for (const { names } of emojiGroups.flat()) {
    expect(names.zh).toMatch(/[一-鿿]/);
    expect(names.en).toMatch(/^[a-z][a-z -]*$/);
    expect(names.en).not.toBe("hong");
  }
});

it("finds one by any of its words", () => {
  for (const query of ["hong kong", "kong", "香港"]) expect(findEmoji(query)[0]?.emoji).toBe("🇭🇰");
  expect(findEmoji("thumbs up")[0]?.emoji).toBe("👍");
});
