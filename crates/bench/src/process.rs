//! The program under measurement, and what the system says it uses.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Result;

/// Ticks of `/proc/<id>/stat` in a second; the same on every Linux of today.
const TICKS: f64 = 100.0;

/// A running program that ends with its owner.
pub(crate) struct Process(Child);

impl Process {
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        child.map(Self).map_err(|error| format!("{command:?} did not start: {error}"))
    }

    /// Memory that lies in RAM now, in MB.
    pub(crate) fn memory_mb(&self) -> Result<f64> {
        let status = self.read("status")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kb = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        kb.map(|kb| kb / 1024.0).ok_or_else(|| "the system does not say how much memory is used".to_owned())
    }

    /// Time that the processors worked for it, in seconds.
    pub(crate) fn cpu(&self) -> Result<f64> {
        let stat = self.read("stat")?;
        // The name in parentheses may hold anything; user and system time are the 14th and 15th field.
        let after = stat.rsplit_once(')').map(|(_, rest)| rest).unwrap_or_default();
        let mut ticks = after.split_whitespace().skip(11).map(|field| field.parse::<f64>().unwrap_or(0.0));
        Ok((ticks.next().unwrap_or(0.0) + ticks.next().unwrap_or(0.0)) / TICKS)
    }

    /// Ends it, by its own id; once more does nothing.
    pub(crate) fn end(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }

    fn read(&self, file: &str) -> Result<String> {
        let path = format!("/proc/{}/{file}", self.0.id());
        fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

/// Runs a command to its end: how long it took.
pub(crate) fn timed(program: &Path, words: &[&str]) -> Result<Duration> {
    let started = Instant::now();
    let output = Command::new(program).args(words).stdin(Stdio::null()).output();
    let output = output.map_err(|error| format!("{}: {error}", program.display()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{} {}: {said}", program.display(), words.join(" ")));
    }
    Ok(started.elapsed())
}
