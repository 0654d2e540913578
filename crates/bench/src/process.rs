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
        Tree(vec![self.id()]).cpu()
    }

    /// Its number.
    pub(crate) fn id(&self) -> u32 {
        self.0.id()
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

/// Processes with all that they start.
pub(crate) struct Tree(pub(crate) Vec<u32>);

impl Tree {
    /// Time that the processors worked for them, in seconds. What children did that ended before counts too.
    pub(crate) fn cpu(&self) -> Result<f64> {
        let mut wanted = self.0.clone();
        let mut all: Vec<(u32, u32, f64)> = Vec::new();
        for entry in fs::read_dir("/proc").map_err(|error| format!("/proc: {error}"))?.flatten() {
            let Some(id) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
            // A process that ended meanwhile.
            let Ok(stat) = fs::read_to_string(format!("/proc/{id}/stat")) else { continue };
            // The name in parentheses may hold anything; the parent is the 4th field, the times of the process and of its
            // children that ended the 14th to 17th.
            let after = stat.rsplit_once(')').map(|(_, rest)| rest).unwrap_or_default();
            let fields: Vec<f64> =
                after.split_whitespace().skip(1).map(|field| field.parse().unwrap_or(0.0)).collect();
            let ticks: f64 = fields.iter().skip(10).take(4).sum();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a process number")]
            let parent = fields.first().copied().unwrap_or(0.0) as u32;
            all.push((id, parent, ticks / TICKS));
        }
        let mut sum = 0.0;
        while let Some(id) = wanted.pop() {
            sum += all.iter().find(|(other, ..)| *other == id).map_or(0.0, |(.., cpu)| *cpu);
            wanted.extend(all.iter().filter(|(_, parent, _)| *parent == id).map(|(child, ..)| *child));
        }
        Ok(sum)
    }
}
