//! What must hold before every commit; under a minute once everything is warm.

use crate::Result;
use crate::place::Place;
use crate::report::Report;
use crate::{e2e, rust, tidy, tools, web};

/// The level's name in the summary.
pub(crate) const LEVEL: &str = "check";

/// Runs all of it and ends with a summary.
pub(crate) fn run(place: &Place) -> Result {
    tools::needed()?;
    let mut report = Report::start();
    let packages = |folder| move || web::packages(place, folder);
    let web = report.step("setup", "web packages", packages(web::FOLDER));
    let journeys = report.step("setup", "e2e packages", packages(e2e::FOLDER));
    rust_side(place, &mut report);
    for (folder, ready) in [(web::FOLDER, web), (e2e::FOLDER, web && journeys)] {
        client_side(place, &mut report, folder, ready);
    }
    report.finish()
}

/// The checks of everything that is not the client.
pub(crate) fn rust_side(place: &Place, report: &mut Report) {
    report.step(LEVEL, "format", || rust::format(place));
    report.step(LEVEL, "conventions", || tidy::run(place));
    report.step(LEVEL, "licences", || rust::licences(place));
    report.step(LEVEL, "lints", || rust::lints(place));
}

/// Types and style of one of the two TypeScript folders.
pub(crate) fn client_side(place: &Place, report: &mut Report, folder: &'static str, ready: bool) {
    let journeys = folder == e2e::FOLDER;
    if !ready {
        report.skip(folder, "types", "its packages are missing");
        report.skip(folder, "style", "its packages are missing");
        return;
    }
    report.step(folder, "types", || {
        if journeys { e2e::types(place) } else { web::quietly(place, folder, "types") }
    });
    report.step(folder, "style", || {
        if journeys { e2e::lint(place) } else { web::quietly(place, folder, "lint") }
    });
}
