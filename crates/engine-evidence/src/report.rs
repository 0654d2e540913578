//! What a verified bundle shows: the same facts for a person to read and for a program.

use std::fmt;

use serde::Serialize;

use crate::encoding::printable;
use crate::hash::Hash;
use crate::note::VerifierKey;

/// Facts that hold when the checkpoint's key is trusted. `Display` writes them in a few lines of English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Name of the log.
    pub origin: String,
    /// Leaves in the log at the checkpoint.
    pub size: u64,
    /// Root at the checkpoint.
    pub root: Hash,
    /// Key that signed the checkpoint.
    pub key: VerifierKey,
    /// Whether that key was given by the verifier. If not, it came from the bundle itself, and the report shows only
    /// that the bundle is whole, not who made it.
    pub key_pinned: bool,
    /// Entries in the bundle.
    pub entries: u64,
    /// Of these, entries whose payload is in the bundle and fits its commitment.
    pub opened: u64,
    /// Which entries and when; `None` for a bundle without entries.
    pub span: Option<Span>,
    /// Earlier checkpoint of which the log is shown to be a continuation.
    pub earlier: Option<EarlierState>,
}

/// Extent of the entries of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// Smallest index.
    pub first_index: u64,
    /// Largest index.
    pub last_index: u64,
    /// Indexes between them that are not in the bundle.
    pub missing: u64,
    /// Earliest time stated, unix milliseconds UTC.
    pub from: i64,
    /// Latest time stated, unix milliseconds UTC.
    pub to: i64,
}

/// An earlier state of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct EarlierState {
    /// Leaves then.
    pub size: u64,
    /// Root then.
    pub root: Hash,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let trust = if self.key_pinned {
            "given by you"
        } else {
            "from the bundle itself: compare it with the key the office publishes"
        };
        writeln!(f, "log      {}", printable(&self.origin))?;
        writeln!(f, "size     {}", self.size)?;
        writeln!(f, "root     {}", self.root)?;
        writeln!(f, "key      {} ({trust})", printable(&self.key.to_string()))?;
        write!(f, "entries  {} ({} with payload, ", self.entries, self.opened)?;
        writeln!(f, "{} withheld or erased)", self.entries - self.opened)?;
        if let Some(Span { first_index, last_index, missing, from, to }) = &self.span {
            writeln!(f, "indexes  {first_index} to {last_index}, {missing} between them not in the bundle")?;
            writeln!(f, "time     {} to {}", utc(*from), utc(*to))?;
        }
        if let Some(EarlierState { size, root }) = &self.earlier {
            writeln!(f, "earlier  {size} leaves, root {root}: unchanged since")?;
        }
        Ok(())
    }
}

/// ISO 8601 in UTC, proleptic Gregorian. Days to dates after Howard Hinnant's `civil_from_days`, which counts years from
/// March so that the leap day comes last.
fn utc(millis: i64) -> String {
    const DAY: i64 = 86_400_000;
    let (days, in_day) = (millis.div_euclid(DAY), millis.rem_euclid(DAY));
    let since_0000_03_01 = days + 719_468;
    let (era, day_of_era) = (since_0000_03_01.div_euclid(146_097), since_0000_03_01.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    let (hour, minute) = (in_day / 3_600_000, in_day / 60_000 % 60);
    let (second, milli) = (in_day / 1_000 % 60, in_day % 1_000);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
}

#[cfg(test)]
mod tests {
    use super::utc;

    #[test]
    fn dates_are_right_around_leap_days_and_before_1970() {
        assert_eq!(utc(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(utc(-1), "1969-12-31T23:59:59.999Z");
        assert_eq!(utc(951_782_400_000), "2000-02-29T00:00:00.000Z");
        assert_eq!(utc(1_709_251_199_999), "2024-02-29T23:59:59.999Z");
        assert_eq!(utc(1_709_251_200_000), "2024-03-01T00:00:00.000Z");
        assert_eq!(utc(4_107_542_400_000), "2100-03-01T00:00:00.000Z");
    }

    #[test]
    fn the_farthest_times_do_not_overflow() {
        assert!(utc(i64::MAX).starts_with("292278994-08-17"));
        assert!(utc(i64::MIN).starts_with("-292275055-05-16"));
    }
}
