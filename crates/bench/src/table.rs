//! What was measured, as a table for docs/benchmarks.md.

use std::time::Duration;

/// Rows in the order in which they were measured.
#[derive(Default)]
pub(crate) struct Table(Vec<[String; 4]>);

impl Table {
    /// Notes a figure: what, as measured, against what, and the bar it has to pass.
    pub(crate) fn note(&mut self, what: &str, measured: String, baseline: String, bar: &str) {
        eprintln!("{what}: {measured}");
        self.0.push([what.to_owned(), measured, baseline, bar.to_owned()]);
    }

    pub(crate) fn markdown(&self) -> String {
        let mut text = "| figure | measured | against | bar |\n|---|---|---|---|\n".to_owned();
        for row in &self.0 {
            text.push_str(&format!("| {} |\n", row.join(" | ")));
        }
        text
    }
}

/// Durations of one kind of act.
#[derive(Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub(crate) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The time that this share of all stayed below; 0.5 is the median.
    pub(crate) fn quantile(&mut self, share: f64) -> Duration {
        self.0.sort_unstable();
        let last = self.0.len().saturating_sub(1);
        // A rank, not a count: far below what f64 holds exactly.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a rank"
        )]
        let rank = ((self.0.len() as f64 * share).ceil() as usize).saturating_sub(1).min(last);
        self.0.get(rank).copied().unwrap_or_default()
    }

    /// `p50 1.2 ms, p99 3.4 ms of 200`.
    pub(crate) fn words(&mut self) -> String {
        let count = self.len();
        format!("p50 {}, p99 {} of {count}", ms(self.quantile(0.5)), ms(self.quantile(0.99)))
    }
}

/// A duration in milliseconds.
pub(crate) fn ms(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1_000.0;
    if ms < 10.0 { format!("{ms:.2} ms") } else { format!("{ms:.0} ms") }
}

/// How many times the baseline a time is.
pub(crate) fn times(time: Duration, baseline: Duration) -> String {
    format!("{:.1}×", time.as_secs_f64() / baseline.as_secs_f64().max(f64::EPSILON))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_ranks() {
        let mut all = Times::default();
        for ms in (1..=100).rev() {
            all.push(Duration::from_millis(ms));
        }
        assert_eq!(all.quantile(0.5), Duration::from_millis(50));
        assert_eq!(all.quantile(0.99), Duration::from_millis(99));
        assert_eq!(all.quantile(1.0), Duration::from_millis(100));
        assert_eq!(Times::default().quantile(0.5), Duration::ZERO);
        assert_eq!(times(Duration::from_millis(30), Duration::from_millis(10)), "3.0×");
    }
}
