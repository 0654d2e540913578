import { currentLocale, type Locale, useLocale } from "@/i18n";

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: Locale, key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const id = `${locale} ${key}`;
  let found = formats.get(id);
  if (!found) {
    found = new Intl.DateTimeFormat(locale === "en" ? "en-GB" : "zh-CN", options);
    formats.set(id, found);
  }
  return found;
}

/** Whole days from `a` to `b` by the calendar of this device. */
export function daysBetween(a: number, b: number): number {
  const day = (ms: number) => {
    const date = new Date(ms);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000;
  };
  return day(b) - day(a);
}

/** 14:32 */
export function clock(ms: number, locale: Locale = currentLocale()): string {
  return format(locale, "clock", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(ms);
}

/** 14:32:05 */
function clockSeconds(ms: number, locale: Locale): string {
  const parts = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
  return format(locale, "clockSeconds", parts).format(ms);
}

/** 2026年9月3日 / 3 Sep 2026: a fact on a card, which is read in any year. */
export function date(ms: number, locale: Locale = currentLocale()): string {
  const month = locale === "en" ? "short" : "long";
  return format(locale, "dayYear", { year: "numeric", month, day: "numeric" }).format(ms);
}

/** 9月3日 / 3 Sep, with the year when it is not this one. */
export function day(ms: number, locale: Locale = currentLocale(), now = Date.now()): string {
  const sameYear = new Date(ms).getFullYear() === new Date(now).getFullYear();
  const month = locale === "en" ? "short" : "long";
  return sameYear ? format(locale, "day", { month, day: "numeric" }).format(ms) : date(ms, locale);
}

/** As a list shows it: 14:32, 昨天, 周四, 9月3日, 2024年9月3日. */
export function listTime(ms: number, locale: Locale = currentLocale(), now = Date.now()): string {
  const days = daysBetween(ms, now);
  if (days <= 0) return days === 0 ? clock(ms, locale) : day(ms, locale, now);
  if (days === 1) return locale === "en" ? "Yesterday" : "昨天";
  if (days < 7) return format(locale, "weekday", { weekday: "short" }).format(ms);
  return day(ms, locale, now);
}

/** As a separator between days in a conversation: 今天, 昨天, 9月3日 周三, Wed 3 Sep. */
export function dayLabel(ms: number, locale: Locale = currentLocale(), now = Date.now()): string {
  const days = daysBetween(ms, now);
  if (days === 0) return locale === "en" ? "Today" : "今天";
  if (days === 1) return locale === "en" ? "Yesterday" : "昨天";
  const weekday = format(locale, "weekday", { weekday: "short" }).format(ms);
  return locale === "en" ? `${weekday} ${day(ms, locale, now)}` : `${day(ms, locale, now)} ${weekday}`;
}

/** Date and time in full: 2026年9月3日 14:32. */
export function fullTime(ms: number, locale: Locale = currentLocale()): string {
  return `${date(ms, locale)} ${clock(ms, locale)}`;
}

/** As `fullTime`, to the second: 2026年9月3日 14:32:05. */
export function fullSeconds(ms: number, locale: Locale = currentLocale()): string {
  return `${date(ms, locale)} ${clockSeconds(ms, locale)}`;
}

/** Date and time, without the year when it is this one: 9月3日 14:32. */
export function stamp(ms: number, locale: Locale = currentLocale(), now = Date.now()): string {
  return `${day(ms, locale, now)} ${clock(ms, locale)}`;
}

/** As `stamp`, to the second: 9月3日 14:32:05. */
export function stampSeconds(ms: number, locale: Locale = currentLocale(), now = Date.now()): string {
  return `${day(ms, locale, now)} ${clockSeconds(ms, locale)}`;
}

/** 刚刚, 5 分钟前, 3 小时前, then as in a list. */
export function ago(ms: number, locale: Locale = currentLocale(), now = Date.now()): string {
  const minutes = Math.floor((now - ms) / 60_000);
  if (minutes < 1) return locale === "en" ? "just now" : "刚刚";
  const relative = new Intl.RelativeTimeFormat(locale === "en" ? "en" : "zh-CN", { style: "short" });
  if (minutes < 60) return relative.format(-minutes, "minute");
  const hours = Math.floor(minutes / 60);
  if (hours < 24 && daysBetween(ms, now) <= 1) return relative.format(-hours, "hour");
  return `${listTime(ms, locale, now)}`;
}

const sizeUnits = ["B", "KB", "MB", "GB", "TB"];

/** Bytes in the unit people read: 812 KB, 1.4 MB. */
export function fileSize(bytes: number): string {
  let unit = 0;
  let value = bytes;
  while (value >= 1024 && unit < sizeUnits.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : Math.round(value * 10) / 10} ${sizeUnits[unit]}`;
}

/** The formatters in the current language; the component re-renders when it changes. */
export function useTime() {
  const locale = useLocale();
  return {
    clock: (ms: number) => clock(ms, locale),
    day: (ms: number) => day(ms, locale),
    date: (ms: number) => date(ms, locale),
    list: (ms: number) => listTime(ms, locale),
    dayLabel: (ms: number) => dayLabel(ms, locale),
    stamp: (ms: number) => stamp(ms, locale),
    stampSeconds: (ms: number) => stampSeconds(ms, locale),
    full: (ms: number) => fullTime(ms, locale),
    fullSeconds: (ms: number) => fullSeconds(ms, locale),
    ago: (ms: number) => ago(ms, locale),
  };
}
