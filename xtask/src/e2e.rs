//! Journeys in a real browser against the built office.

use std::path::Path;

use crate::Result;
use crate::packages;
use crate::place::Place;
use crate::shell::Shell;
use crate::web::{self, found};

/// The folder of the journeys.
pub(crate) const FOLDER: &str = "e2e";

/// A check of the journeys' own code with the client's tools, which need not be installed twice.
pub(crate) fn with_web_tool(place: &Place, tool: &str, words: &[&str]) -> Result<String> {
    let program = place.at(web::FOLDER).join("node_modules/.bin").join(tool);
    let (printed, result) = Shell::new(program).args(words).within(&place.at(FOLDER)).watch();
    result.map(|()| found(&printed, r"Checked (\d+ files?)"))
}

/// Types of the journeys.
pub(crate) fn types(place: &Place) -> Result<String> {
    with_web_tool(place, "tsc", &["--noEmit", "--project", "."])
}

/// Style of the journeys.
pub(crate) fn lint(place: &Place) -> Result<String> {
    with_web_tool(place, "biome", &["ci", "."])
}

/// Runs every journey.
pub(crate) fn journeys(place: &Place, program: &Path) -> Result<String> {
    let (printed, result) = playwright(place, program, &[]);
    result.map(|()| found(&printed, r"(\d+ passed[^\n]*)"))
}

/// Takes the pictures of the guide.
pub(crate) fn shots(place: &Place, program: &Path) -> Result<String> {
    let (printed, result) = playwright(place, program, &["--config", "shots.config.ts"]);
    result.map(|()| found(&printed, r"(\d+ passed[^\n]*)"))
}

fn playwright(place: &Place, program: &Path, words: &[&str]) -> (String, Result) {
    let Some(browser) = packages::browser() else {
        return (String::new(), packages::ensure(&[packages::Need::Browser]).map(drop));
    };
    let own = match std::env::current_exe() {
        Ok(own) => own,
        Err(error) => return (String::new(), Err(format!("the path of xtask is not known: {error}"))),
    };
    let run = Shell::new(place.at(FOLDER).join("node_modules/.bin/playwright"));
    run.args(["test"])
        .args(words)
        .within(&place.at(FOLDER))
        .env("COURTYARD_TEST_BIN", program)
        .env("COURTYARD_TEST_XTASK", own)
        .env("COURTYARD_TEST_CHROMIUM", browser)
        .watch()
}
