import { describe, expect, it } from "vitest";

type Words = { readonly [key: string]: unknown };

const sources = import.meta.glob<{ default: Words }>("../**/zh.ts", { eager: true });
const translations = import.meta.glob<{ default: Words }>("../**/en.ts", { eager: true });

/** Every key with the kind of its value: `error.title string`, `people function`. */
function shape(words: Words, prefix = ""): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === "object" && value !== null
      ? shape(value as Words, `${prefix}${key}.`)
      : [`${prefix}${key} ${typeof value}`],
  );
}

const han = /\p{Script=Han}/u;
/** Names of languages stay in their own script. */
const ownNames = /简体中文/g;

function texts(words: Words, prefix = ""): [key: string, text: string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] => {
    if (typeof value === "object" && value !== null) return texts(value as Words, `${prefix}${key}.`);
    return typeof value === "string" ? [[`${prefix}${key}`, value]] : [];
  });
}

describe("catalogues", () => {
  it("come in pairs", () => {
    const folders = (files: object) => Object.keys(files).map((path) => path.replace(/\w+\.ts$/, ""));
    expect(folders(translations).sort()).toEqual(folders(sources).sort());
  });

  for (const [path, source] of Object.entries(sources)) {
    const translation = translations[path.replace("zh.ts", "en.ts")];

    it(`${path}: both languages have the same keys`, () => {
      expect(shape(translation?.default ?? {}).sort()).toEqual(shape(source.default).sort());
    });

    it(`${path}: English has no Chinese left`, () => {
      const left = texts(translation?.default ?? {}).filter(([, text]) =>
        han.test(text.replace(ownNames, "")),
      );
      expect(left).toEqual([]);
    });

    it(`${path}: no entry is empty`, () => {
      expect(
        [...texts(source.default), ...texts(translation?.default ?? {})].filter(([, text]) => text === ""),
      ).toEqual([]);
    });
  }
});
