//! The web client: its packages, its checks, its build.

use std::fs;
use std::path::Path;

use regex_lite::Regex;

use crate::Result;
use crate::cache;
use crate::place::Place;
use crate::shell::Shell;
use crate::{stamp, tools};

/// The folder of the client.
pub(crate) const FOLDER: &str = "web";

/// npm in a folder of the checkout.
pub(crate) fn npm(place: &Place, folder: &str) -> Shell {
    let shell = Shell::new(tools::npm())
        .within(&place.at(folder))
        // The journeys use the system's Chromium; Playwright need not fetch one of its own.
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    if place.ci { shell.env("npm_config_cache", cache::npm(place)) } else { shell }
}

/// Runs a script of the folder's package.json with everything shown; gives what it printed.
pub(crate) fn script(place: &Place, folder: &str, name: &str) -> (String, Result) {
    npm(place, folder).args(["run", "--silent", name]).watch()
}

/// Installs the packages of a folder when its lock file changed since the last time.
pub(crate) fn packages(place: &Place, folder: &str) -> Result<String> {
    let at = place.at(folder);
    let lock = fs::read(at.join("package-lock.json"))
        .map_err(|error| format!("{folder}/package-lock.json cannot be read: {error}"))?;
    let hash = stamp::hash(&lock);
    let kept = at.join("node_modules/.courtyard");
    if stamp::matches(&kept, &hash) {
        return Ok("unchanged".to_owned());
    }
    if !kept.is_file() && installed_by_hand(&at) {
        stamp::keep(&kept, &hash)?;
        return Ok("present".to_owned());
    }
    npm(place, folder).args(["ci", "--no-audit", "--no-fund", "--prefer-offline"]).run()?;
    stamp::keep(&kept, &hash)?;
    Ok("installed".to_owned())
}

/// npm writes this file last; newer than the lock file means it followed it.
fn installed_by_hand(folder: &Path) -> bool {
    let time = |name: &str| fs::metadata(folder.join(name)).and_then(|meta| meta.modified()).ok();
    match (time("node_modules/.package-lock.json"), time("package-lock.json")) {
        (Some(installed), Some(locked)) => installed >= locked,
        _ => false,
    }
}

/// Builds the client when something it is made of changed; says whether it did.
pub(crate) fn build(place: &Place) -> Result<String> {
    let hash = stamp::hash_of(&place.root, &[FOLDER], |path| !is_input(path))?;
    let kept = place.notes().join("web.stamp");
    if stamp::matches(&kept, &hash) && place.at("web/dist/index.html").is_file() {
        return Ok("unchanged".to_owned());
    }
    packages(place, FOLDER)?;
    script(place, FOLDER, "build").1?;
    stamp::keep(&kept, &hash)?;
    Ok("built".to_owned())
}

fn is_input(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    !matches!(name, "node_modules" | "dist" | "test" | "tools")
        && ![".test.ts", ".test.tsx", ".tsbuildinfo", ".md"].iter().any(|end| name.ends_with(end))
}

/// Runs the unit tests of the client; gives their count.
pub(crate) fn tests(place: &Place) -> Result<String> {
    let (printed, result) = script(place, FOLDER, "test");
    result.map(|()| found(&printed, r"Tests\s+(\d+ passed)"))
}

/// Checks types or style; both scripts are silent when all is well.
pub(crate) fn quietly(place: &Place, folder: &str, name: &str) -> Result<String> {
    let (printed, result) = script(place, folder, name);
    result.map(|()| found(&printed, r"Checked (\d+ files?)"))
}

/// The first group the pattern finds, or nothing.
pub(crate) fn found(printed: &str, pattern: &str) -> String {
    Regex::new(pattern)
        .ok()
        .and_then(|pattern| pattern.captures(printed).map(|found| found[1].trim().to_owned()))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_and_tests_are_no_inputs_of_the_build() {
        assert!(is_input("web") && is_input("web/src/main.tsx") && is_input("web/package-lock.json"));
        for path in
            ["web/node_modules", "web/dist", "web/src/ui/Button.test.tsx", "web/src/test", "web/tools"]
        {
            assert!(!is_input(path), "{path}");
        }
    }

    #[test]
    fn counts_are_found_in_what_the_tools_print() {
        assert_eq!(
            found(" Test Files  3 passed (3)\n      Tests  20 passed (20)\n", r"Tests\s+(\d+ passed)"),
            "20 passed"
        );
        assert_eq!(
            found("Checked 45 files in 500ms. No fixes applied.", r"Checked (\d+ files?)"),
            "45 files"
        );
        assert_eq!(found("nothing", r"Checked (\d+ files?)"), "");
    }
}
