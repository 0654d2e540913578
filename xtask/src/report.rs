//! What was done, how long it took, how it ended: one table at the end of a run.

use std::fmt::Write;
use std::time::{Duration, Instant};

use crate::Result;
use crate::shell::spoken;

/// The last lines of a failure repeated under the table.
const REPEATED_LINES: usize = 30;

enum State {
    Passed(String),
    Failed(String),
    Skipped(String),
}

struct Line {
    level: &'static str,
    step: &'static str,
    state: State,
    time: Duration,
}

/// The steps so far.
pub(crate) struct Report {
    started: Instant,
    lines: Vec<Line>,
}

impl Report {
    /// Starts the clock.
    pub(crate) fn start() -> Self {
        Self { started: Instant::now(), lines: Vec::new() }
    }

    /// Does a step and notes its time; what it gives is a short remark such as a count. Says whether it went well.
    pub(crate) fn step(
        &mut self,
        level: &'static str,
        step: &'static str,
        work: impl FnOnce() -> Result<String>,
    ) -> bool {
        println!("\n── {level} · {step}");
        let started = Instant::now();
        let state = match work() {
            Ok(remark) => State::Passed(remark),
            Err(words) => {
                println!("{words}");
                State::Failed(words)
            }
        };
        let time = started.elapsed();
        let passed = matches!(state, State::Passed(_));
        println!("── {level} · {step}: {} in {}", if passed { "ok" } else { "FAILED" }, spoken(time));
        self.lines.push(Line { level, step, state, time });
        passed
    }

    /// Notes a step that could not be done because another failed; the run fails through that one.
    pub(crate) fn skip(&mut self, level: &'static str, step: &'static str, why: &str) {
        self.lines.push(Line { level, step, state: State::Skipped(why.to_owned()), time: Duration::ZERO });
    }

    /// Prints the table; fails if any step did.
    pub(crate) fn finish(self) -> Result {
        println!("\n{}", self.table());
        let failed: Vec<_> =
            self.lines.iter().filter(|line| matches!(line.state, State::Failed(_))).collect();
        if failed.is_empty() {
            return Ok(());
        }
        let mut words = String::new();
        for line in &failed {
            if let State::Failed(reason) = &line.state {
                let lines: Vec<_> = reason.lines().collect();
                let last = lines[lines.len().saturating_sub(REPEATED_LINES)..].join("\n  ");
                let _ = writeln!(words, "{} · {}:\n  {last}", line.level, line.step);
            }
        }
        let _ = write!(words, "\n{} of {} steps failed", failed.len(), self.lines.len());
        Err(words)
    }

    fn table(&self) -> String {
        let width = |of: fn(&Line) -> &str| self.lines.iter().map(|line| of(line).len()).max().unwrap_or(0);
        let (levels, steps) = (width(|line| line.level), width(|line| line.step));
        let mut table = String::new();
        for line in &self.lines {
            let (word, remark) = match &line.state {
                State::Passed(remark) => ("ok", remark.as_str()),
                State::Failed(_) => ("FAILED", ""),
                State::Skipped(why) => ("skipped", why.as_str()),
            };
            let time = if line.time.is_zero() { String::new() } else { spoken(line.time) };
            let row = format!("{:levels$}  {:steps$}  {word:7}  {time:>12}  {remark}", line.level, line.step);
            let _ = writeln!(table, "{}", row.trim_end());
        }
        let total = "total";
        let _ =
            write!(table, "{total:levels$}  {:steps$}  {:7}  {:>12}", "", "", spoken(self.started.elapsed()));
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_every_step_and_the_run_fails_with_any() {
        let mut report = Report::start();
        assert!(report.step("web", "types", || Ok("12 files".to_owned())));
        assert!(!report.step("rust", "tests", || Err("two broke".to_owned())));
        report.skip("browser", "journeys", "the server did not build");
        let table = report.table();
        assert_eq!(table.lines().count(), 4);
        assert!(table.contains("ok") && table.contains("12 files"), "{table}");
        assert!(table.contains("FAILED") && table.contains("skipped"), "{table}");
        let words = report.finish().unwrap_err();
        assert!(words.contains("two broke") && words.contains("1 of 3 steps failed"), "{words}");
    }

    #[test]
    fn a_run_without_failure_ends_well() {
        let mut report = Report::start();
        report.step("check", "format", || Ok(String::new()));
        assert_eq!(report.finish(), Ok(()));
    }
}
