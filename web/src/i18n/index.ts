import { use } from "react";
import { usePrefs } from "@/lib/prefs";
import zh from "./zh";

/** The languages of the interface. zh-CN is the source: every other catalogue has the type of its Chinese twin. */
export type Locale = "zh-CN" | "en";

/** A short text carried inline where a lazy catalogue would be too heavy, as in a module manifest. */
export type Text = Readonly<Record<Locale, string>>;

export interface Catalogue<T> {
  /** The words in the current language; the component re-renders when the language changes. */
  useT: () => T;
  /** The words outside a component, for example in a toast raised by a mutation. */
  words: () => T;
}

const loaders = new Set<() => Promise<void>>();

/**
 * Declares the words of one folder. Chinese travels with the code; English is fetched when it is first needed.
 *
 *     export const { useT, words } = catalogue(zh, () => import("./en"));
 */
export function catalogue<T extends object>(
  source: T,
  loadEnglish: () => Promise<{ default: T }>,
): Catalogue<T> {
  let english: T | undefined;
  let loading: Promise<void> | undefined;
  let hasFailed = false;
  const load = (): Promise<void> => {
    if (loading && !hasFailed) return loading;
    hasFailed = false;
    const promise = loadEnglish().then(
      (module) => {
        english = module.default;
        settle();
      },
      () => {
        // Offline: Chinese stands in, and the next language change tries again.
        hasFailed = true;
        settle();
      },
    );
    // React reads these: what has arrived is not waited for.
    const settle = () => Object.assign(promise, { status: "fulfilled", value: undefined });
    loading = promise;
    return promise;
  };
  loaders.add(load);
  if (currentLocale() === "en") void load();
  return {
    useT() {
      const locale = useLocale();
      if (locale !== "en") return source;
      // Also when the words are there: a render that waited is repeated, and must then ask for the same as before.
      use(loading ?? load());
      return english ?? source;
    },
    words: () => (currentLocale() === "en" ? (english ?? source) : source),
  };
}

export function currentLocale(): Locale {
  return usePrefs.getState().locale;
}

export function useLocale(): Locale {
  return usePrefs((prefs) => prefs.locale);
}

/** Resolves when every catalogue declared so far can speak the current language. */
export async function settleWords(locale: Locale = currentLocale()): Promise<void> {
  if (locale === "en") await Promise.all([...loaders].map((load) => load()));
}

/** What `load` brings, once its words can be read in the current language. */
export async function withWords<T>(load: () => Promise<T>): Promise<T> {
  const loaded = await load();
  await settleWords();
  return loaded;
}

/** Switches the language without a reload; words arrive before the switch, so nothing flashes. */
export async function setLocale(locale: Locale): Promise<void> {
  await settleWords(locale);
  usePrefs.setState({ locale });
  document.documentElement.lang = locale;
}

export function useText(): (text: Text) => string {
  const locale = useLocale();
  return (text) => text[locale];
}

/** Words that every module shares: save, cancel, close and the like. */
export const { useT: useCommon, words: commonWords } = catalogue(zh, () => import("./en"));
