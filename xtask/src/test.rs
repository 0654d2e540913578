//! Every level of tests, in the order in which each needs what the one before made: the client first, because the
//! server carries it inside.

use std::path::PathBuf;

use crate::args::Args;
use crate::cache::Cache;
use crate::packages::{self, Need};
use crate::place::Place;
use crate::report::Report;
use crate::server::{self, Profile};
use crate::{Result, check, e2e, regen, rust, tools, web};

const LEVELS: [&str; 4] = ["web", "check", "rust", "browser"];

/// What to run.
#[derive(Debug)]
pub(crate) struct Options {
    only: Option<String>,
    /// Journeys against the shipped program instead of the quickly built one.
    release: bool,
}

impl Options {
    /// Reads them.
    pub(crate) fn read(args: &mut Args) -> Result<Self> {
        let options = Self { only: args.value("--only")?, release: args.flag("--release") };
        args.end()?;
        if let Some(level) = &options.only
            && !LEVELS.contains(&level.as_str())
        {
            return Err(format!("there is no level `{level}`: {}", LEVELS.join(", ")));
        }
        Ok(options)
    }

    fn has(&self, level: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only == level)
    }

    fn needs(&self) -> Vec<Need> {
        let mut needs = Vec::new();
        if self.has("browser") {
            needs.extend([Need::Browser, Need::ChineseFont, Need::EmojiFont]);
        }
        if self.has("rust") {
            needs.extend([Need::Postgres, Need::Nats]);
        }
        needs
    }
}

/// Runs them all, whatever fails, and ends with one summary.
pub(crate) fn run(place: Place, options: &Options) -> Result {
    tools::needed()?;
    let _cache = if place.ci { Some(Cache::take(&place)?) } else { None };
    let place = &place;
    let mut report = Report::start();

    report.step("setup", "system packages", || packages::ensure(&options.needs()));
    let web = report.step("setup", "web packages", || web::packages(place, web::FOLDER));
    let journeys = (options.has("check") || options.has("browser"))
        && report.step("setup", "e2e packages", || web::packages(place, e2e::FOLDER));
    let nextest = options.has("rust")
        && report.step("setup", "cargo-nextest", || tools::nextest(place).map(|()| String::new()));

    let client = client(place, options, &mut report, web);
    if options.has("check") {
        check::client_side(place, &mut report, web::FOLDER, web);
        check::client_side(place, &mut report, e2e::FOLDER, web && journeys);
        check::rust_side(place, &mut report);
        if place.ci {
            report.step(check::LEVEL, "lock file", || rust::lock_file(place));
        }
    }
    let program = if options.only.as_deref() == Some("web") {
        None
    } else {
        rust(place, options, &mut report, nextest)
    };
    if options.has("check") {
        match &program {
            Some(program) => {
                report.step(check::LEVEL, "generated files", || regen::compare(place, program));
            }
            None => report.skip(check::LEVEL, "generated files", "the server did not build"),
        }
    }
    if options.has("browser") {
        match program {
            Some(program) if client && journeys => browser(place, options, &mut report, program),
            Some(_) => report.skip("browser", "journeys", "the client or the journeys' packages are missing"),
            None => report.skip("browser", "journeys", "the server did not build"),
        }
    }
    report.finish()
}

/// The client's tests and build; whether there is a client to serve.
fn client(place: &Place, options: &Options, report: &mut Report, ready: bool) -> bool {
    if !ready {
        report.skip("web", "build", "its packages are missing");
        return false;
    }
    let built = report.step("web", "build", || web::build(place));
    if options.has("web") {
        report.step("web", "tests", || web::tests(place));
        if built {
            report.step("web", "size", || web::quietly(place, web::FOLDER, "size"));
        }
        if !options.has("check") {
            check::client_side(place, report, web::FOLDER, true);
        }
    }
    built
}

/// Builds, runs the tests of every crate; gives the program when there is one.
fn rust(place: &Place, options: &Options, report: &mut Report, nextest: bool) -> Option<PathBuf> {
    let all = options.has("rust");
    // One build serves tests, generated files and journeys: another set of crates would have other features in its
    // dependencies, and compile those a second time.
    let built = report.step("rust", "build", || {
        if all { rust::build(place) } else { server::build(place, Profile::Dev).map(|_| String::new()) }
    });
    if all {
        if built && nextest {
            report.step("rust", "tests", || rust::tests(place));
        } else {
            report.skip(
                "rust",
                "tests",
                if built { "cargo-nextest is missing" } else { "they did not build" },
            );
        }
        report.step("rust", "examples", || rust::examples(place));
    }
    built.then(|| server::program(place, Profile::Dev))
}

fn browser(place: &Place, options: &Options, report: &mut Report, mut program: PathBuf) {
    if options.release {
        program = server::program(place, Profile::Release);
        if !report.step("browser", "release build", || {
            server::build(place, Profile::Release).map(|_| String::new())
        }) {
            return;
        }
    }
    report.step("browser", "journeys", || e2e::journeys(place, &program));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(words: &[&str]) -> Result<Options> {
        Options::read(&mut Args::new(words.iter().map(|word| (*word).to_owned())))
    }

    #[test]
    fn one_level_needs_only_its_own() {
        let all = options(&[]).unwrap();
        assert!(LEVELS.iter().all(|level| all.has(level)));
        let web = options(&["--only", "web"]).unwrap();
        assert!(web.has("web") && !web.has("rust") && web.needs().is_empty());
        assert_eq!(options(&["--only", "rust"]).unwrap().needs(), [Need::Postgres, Need::Nats]);
        assert!(options(&["--only", "moon"]).unwrap_err().contains("browser"));
    }
}
