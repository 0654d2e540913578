//! The pictures of the guide, taken from the built office filled with the demo organisation.

use crate::packages::{self, Need};
use crate::place::Place;
use crate::report::Report;
use crate::server::{self, Profile};
use crate::{Result, e2e, tools, web};

/// Builds what is needed and takes them all.
pub(crate) fn run(place: &Place) -> Result {
    tools::needed()?;
    packages::ensure(&[Need::Browser, Need::ChineseFont, Need::EmojiFont])?;
    let mut report = Report::start();
    let ready = report.step("setup", "e2e packages", || web::packages(place, e2e::FOLDER))
        && report.step("web", "build", || web::build(place))
        && report.step("server", "build", || server::build(place, Profile::Dev).map(|_| String::new()));
    if ready {
        let program = server::program(place, Profile::Dev);
        report.step("shots", "pictures", || e2e::shots(place, &program));
    }
    report.finish()
}
