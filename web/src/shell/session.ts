import { api, call } from "@/api/client";
import { meKey } from "@/api/people";
import { forgetAccount, queries } from "@/api/query";
import type { Me } from "@/api/types";
import { currentLocale, setLocale } from "@/i18n";
import { go } from "@/lib/nav";
import { setTheme, type Theme, usePrefs } from "@/lib/prefs";

/** Only a path of this client: a link that signs in and then leads elsewhere would serve phishing. */
export function safeNext(next: string | undefined): string {
  return next?.startsWith("/") && !next.startsWith("//") && !next.startsWith("/signin") ? next : "/";
}

/** Fetches who signed in and takes over how they like the interface. */
export async function enter(): Promise<Me> {
  forgetAccount();
  const me = await call(api.GET("/api/v1/people/me"));
  queries.setQueryData(meKey, me);
  usePrefs.setState({ orgName: me.org.name });
  const { theme, locale } = me.preferences;
  if (theme === "light" || theme === "dark" || theme === "system") setTheme(theme);
  if (locale === "zh-CN" || locale === "en") await setLocale(locale);
  // Chosen before signing in: the server writes summaries and notices in the language of the account.
  else if (currentLocale() !== "zh-CN") await saveQuietly({ locale: currentLocale() });
  return me;
}

let leaving: Promise<void> | undefined;

/**
 * Goes to the sign-in page and, once nothing on the screen needs it, drops what was kept of the account. Of several
 * who ask at the same time the first says where to: the others no longer see the place that was left.
 */
export function leave(href: string): Promise<void> {
  leaving ??= go(href, { replace: true })
    .then(forgetAccount)
    .finally(() => {
      leaving = undefined;
    });
  return leaving;
}

/** Remembers a preference here and, so that the next device has it too, on the server. */
export async function rememberTheme(theme: Theme) {
  setTheme(theme);
  await saveQuietly({ theme });
}

export async function rememberLocale(locale: "zh-CN" | "en") {
  await setLocale(locale);
  await saveQuietly({ locale });
  // Errors, notices and names of things come from the server in the reader's language.
  await queries.invalidateQueries({ predicate: (query) => query.queryKey[1] !== "me" });
}

async function saveQuietly(patch: { theme?: Theme; locale?: "zh-CN" | "en" }) {
  try {
    queries.setQueryData(meKey, await call(api.PATCH("/api/v1/people/me", { body: patch })));
  } catch {
    // The device has the preference already; the server learns it with the next change.
  }
}

/** The organisation's name as the server writes it into index.html; empty when it does not. */
export function organisationName(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="courtyard-org"]')?.content ?? "";
}
