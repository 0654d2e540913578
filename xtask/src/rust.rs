//! What cargo checks: formatting, lints, licences, tests.

use regex_lite::Regex;

use crate::Result;
use crate::packages::{self, Need};
use crate::place::Place;
use crate::shell::{Shell, cargo};
use crate::tools;
use crate::web::found;

/// Formatting.
pub(crate) fn format(place: &Place) -> Result<String> {
    cargo(place)
        .args(["fmt", "--all", "--check"])
        .watch()
        .1
        .map(|()| String::new())
        .map_err(|words| format!("{words}\nmend it: cargo fmt --all"))
}

/// Every lint, in tests and examples too; a warning is an error.
pub(crate) fn lints(place: &Place) -> Result<String> {
    let cargo = cargo(place).args(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]);
    cargo.watch().1.map(|()| String::new())
}

/// Who may depend on whom, under which licences, from where. Known vulnerabilities are asked for before a release: their list
/// lives on the network, and a check must give the same answer twice.
pub(crate) fn licences(place: &Place) -> Result<String> {
    tools::deny(place)?;
    let cargo = cargo(place).args([
        "deny",
        "--workspace",
        "check",
        "--hide-inclusion-graph",
        "bans",
        "licenses",
        "sources",
    ]);
    cargo.watch().1.map(|()| String::new())
}

/// Whether the committed lock file names what the manifests ask for; building xtask has just brought it up to date.
pub(crate) fn lock_file(place: &Place) -> Result<String> {
    Shell::new("git")
        .args(["-c", "safe.directory=*", "diff", "--stat", "--exit-code", "--", "Cargo.lock"])
        .within(&place.root)
        .read()
        .map_err(|words| format!("{words}\nCargo.lock is stale: commit the one a build leaves"))
        .map(|_| String::new())
}

/// Builds every program and every test, once, for all that follows.
pub(crate) fn build(place: &Place) -> Result<String> {
    cargo(place).args(["build", "--workspace", "--bins", "--tests"]).watch().1.map(|()| String::new())
}

/// The tests of crashes and outages, for longer than CI has time: one after the other, so that none waits for another's
/// load. How long each took, and what it found, is in what they print.
pub(crate) fn soak(place: &Place) -> Result {
    packages::ensure(&[Need::Postgres, Need::Nats])?;
    tools::nextest(place)?;
    let run = [
        "nextest",
        "run",
        "--package",
        "server",
        "--package",
        "platform-events",
        "--profile",
        "soak",
        "--test-threads",
        "1",
    ];
    cargo(place)
        .args(run)
        .args([
            "--success-output",
            "immediate",
            "-E",
            "test(/^cluster::faults|^crash::killed|^simulation::/)",
        ])
        .env("COURTYARD_TEST_SOAK", "1")
        .watch()
        .1
}

/// Every test of every crate, on both stores.
pub(crate) fn tests(place: &Place) -> Result<String> {
    let profile = if place.ci { "ci" } else { "default" };
    let (printed, result) =
        cargo(place).args(["nextest", "run", "--workspace", "--profile", profile]).watch();
    result.map(|()| found(&printed, r"tests run: (\d+ passed[^\n]*)"))
}

/// The examples in the documentation.
pub(crate) fn examples(place: &Place) -> Result<String> {
    let (printed, result) = cargo(place).args(["test", "--quiet", "--doc", "--workspace"]).watch();
    result.map(|()| format!("{} passed", passed(&printed)))
}

fn passed(printed: &str) -> u32 {
    let Ok(pattern) = Regex::new(r"test result: ok\. (\d+) passed") else { return 0 };
    pattern.captures_iter(printed).filter_map(|found| found[1].parse::<u32>().ok()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_from_what_the_tools_print() {
        assert_eq!(passed("test result: ok. 2 passed; 0 failed\n\ntest result: ok. 3 passed; 0 failed"), 5);
        let summary = "     Summary [   1.002s] 12 tests run: 12 passed (1 slow), 0 skipped\n";
        assert_eq!(found(summary, r"tests run: (\d+ passed[^\n]*)"), "12 passed (1 slow), 0 skipped");
    }
}
