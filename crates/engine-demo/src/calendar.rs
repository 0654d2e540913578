//! Days and hours of Beijing, which has one time zone and no summer time.

const HOUR: i64 = 3_600_000;
pub(crate) const MINUTE: i64 = 60_000;
pub(crate) const DAY: i64 = 24 * HOUR;
const BEIJING: i64 = 8 * HOUR;

/// Work begins and ends; chats rest at night.
const OPENING: i64 = 9 * HOUR;
const CLOSING: i64 = 18 * HOUR + 30 * MINUTE;

/// The day, counted from 1970-01-01, of a moment.
pub(crate) fn day_of(ms: i64) -> i64 {
    (ms + BEIJING).div_euclid(DAY)
}

/// The moment of a day and a time of day (milliseconds from midnight).
pub(crate) fn moment(day: i64, time: i64) -> i64 {
    day * DAY + time - BEIJING
}

/// The latest moment of work until now: now itself, or the end of the last working day.
pub(crate) fn latest_work(now: i64) -> i64 {
    let day = day_of(now);
    let time = now - moment(day, 0);
    if is_workday(day) && time >= OPENING {
        moment(day, time.min(CLOSING))
    } else {
        moment(workdays_before(day, 1), CLOSING)
    }
}

/// The day so many working days before `day`; from a free day, one day back is the last working day.
pub(crate) fn workdays_before(day: i64, count: u32) -> i64 {
    let mut day = day;
    let mut left = count;
    while left > 0 {
        day -= 1;
        if is_workday(day) {
            left -= 1;
        }
    }
    day
}

fn is_workday(day: i64) -> bool {
    // 1970-01-01 was a Thursday.
    (day + 3).rem_euclid(7) < 5
}

/// Month and day of the month.
pub(crate) fn month_and_day(day: i64) -> (u8, u8) {
    // Years are counted from March, so that the leap day is the last of its year.
    let days = day + 719_468;
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (u8::try_from(month).unwrap_or(1), u8::try_from(of_month).unwrap_or(1))
}

/// `3月6日`.
pub(crate) fn chinese_date(day: i64) -> String {
    let (month, of_month) = month_and_day(day);
    format!("{month}月{of_month}日")
}

/// `6 March`.
pub(crate) fn english_date(day: i64) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (month, of_month) = month_and_day(day);
    format!("{of_month} {}", MONTHS[usize::from(month - 1) % 12])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2024-03-05 was a Tuesday, day 19787.
    const TUESDAY: i64 = 19_787;

    #[test]
    fn dates() {
        assert_eq!(chinese_date(TUESDAY), "3月5日");
        assert_eq!(english_date(TUESDAY - 5), "29 February");
        assert_eq!(month_and_day(0), (1, 1));
        assert_eq!(day_of(moment(TUESDAY, 0)), TUESDAY);
        assert_eq!(day_of(moment(TUESDAY, 0) - 1), TUESDAY - 1);
    }

    #[test]
    fn work_ends_before_now() {
        let check = |day, time, expect_day, expect_time| {
            assert_eq!(latest_work(moment(day, time)), moment(expect_day, expect_time));
        };
        check(TUESDAY, 10 * HOUR, TUESDAY, 10 * HOUR);
        check(TUESDAY, 23 * HOUR, TUESDAY, CLOSING);
        check(TUESDAY, 3 * HOUR, TUESDAY - 1, CLOSING);
        check(TUESDAY - 1, 3 * HOUR, TUESDAY - 4, CLOSING);
        check(TUESDAY - 2, 12 * HOUR, TUESDAY - 4, CLOSING);
    }

    #[test]
    fn working_days() {
        assert_eq!(workdays_before(TUESDAY, 0), TUESDAY);
        assert_eq!(workdays_before(TUESDAY, 2), TUESDAY - 4);
        assert_eq!(workdays_before(TUESDAY, 15), TUESDAY - 21);
    }
}
