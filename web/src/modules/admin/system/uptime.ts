interface UnitWords {
  days: (n: number) => string;
  hours: (n: number) => string;
  minutes: (n: number) => string;
}

const minuteMs = 60_000;

/** A span in its two largest units: 3 天 4 小时, 12 分钟. */
export function lasting(ms: number, words: UnitWords): string {
  const minutes = Math.max(Math.floor(ms / minuteMs), 0);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  if (days > 0) return hours > 0 ? `${words.days(days)} ${words.hours(hours)}` : words.days(days);
  if (hours > 0) {
    const rest = minutes % 60;
    return rest > 0 ? `${words.hours(hours)} ${words.minutes(rest)}` : words.hours(hours);
  }
  return words.minutes(minutes);
}

/** Below this the two clocks agree: the answer was under way for a moment. */
const toleranceSeconds = 30;

/** Seconds between the server's clock and this device's; 0 while they agree. */
export function driftSeconds(serverMs: number, deviceMs: number): number {
  const seconds = Math.round(Math.abs(serverMs - deviceMs) / 1000);
  return seconds > toleranceSeconds ? seconds : 0;
}
