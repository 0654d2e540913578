import { describe, expect, it } from "vitest";
import {
  ago,
  clock,
  date,
  dayLabel,
  daysBetween,
  fileSize,
  fullSeconds,
  fullTime,
  listTime,
  stamp,
  stampSeconds,
} from "./time";

const at = (month: number, day: number, hour = 14, minute = 32, year = 2026) =>
  new Date(year, month - 1, day, hour, minute).getTime();
/** A Friday. */
const now = at(11, 20, 18, 0);

describe("time in lists", () => {
  const rows: [ms: number, zh: string, en: string][] = [
    [at(11, 20, 9, 5), "09:05", "09:05"],
    [at(11, 19, 23, 59), "昨天", "Yesterday"],
    [at(11, 17), "周二", "Tue"],
    [at(9, 3), "9月3日", "3 Sept"],
    [at(9, 3, 14, 32, 2024), "2024年9月3日", "3 Sept 2024"],
  ];
  it.each(rows)("%d", (ms, zh, en) => {
    expect(listTime(ms, "zh-CN", now)).toBe(zh);
    expect(listTime(ms, "en", now)).toBe(en);
  });

  it("counts days by the calendar, not by 24 hours", () => {
    expect(daysBetween(at(11, 19, 23, 59), at(11, 20, 0, 1))).toBe(1);
    expect(daysBetween(at(11, 20, 0, 1), at(11, 20, 23, 59))).toBe(0);
  });
});

describe("other forms", () => {
  it("labels days of a conversation", () => {
    expect(dayLabel(at(11, 20), "zh-CN", now)).toBe("今天");
    expect(dayLabel(at(11, 19), "en", now)).toBe("Yesterday");
    expect(dayLabel(at(9, 3), "zh-CN", now)).toBe("9月3日 周四");
    expect(dayLabel(at(9, 3), "en", now)).toBe("Thu 3 Sept");
  });

  it("says how long ago", () => {
    expect(ago(now - 20_000, "zh-CN", now)).toBe("刚刚");
    expect(ago(now - 5 * 60_000, "zh-CN", now)).toBe("5分钟前");
    expect(ago(now - 3 * 3_600_000, "en", now)).toMatch(/3 hr/);
    expect(ago(at(11, 17), "zh-CN", now)).toBe("周二");
  });

  it("writes date and time", () => {
    expect(clock(at(11, 20, 0, 5), "en")).toBe("00:05");
    expect(stamp(at(9, 3), "zh-CN", now)).toBe("9月3日 14:32");
    expect(fullTime(at(9, 3), "zh-CN")).toBe("2026年9月3日 14:32");
    expect(date(at(9, 3), "zh-CN")).toBe("2026年9月3日");
  });

  it("writes the seconds where the order of acts matters", () => {
    expect(stampSeconds(at(9, 3) + 5_000, "zh-CN", now)).toBe("9月3日 14:32:05");
    expect(fullSeconds(at(9, 3) + 5_000, "en")).toBe("3 Sept 2026 14:32:05");
  });

  it("writes sizes", () => {
    expect([0, 1023, 1024, 1_468_006, 250 * 1024 * 1024].map(fileSize)).toEqual([
      "0 B",
      "1023 B",
      "1 KB",
      "1.4 MB",
      "250 MB",
    ]);
  });
});
