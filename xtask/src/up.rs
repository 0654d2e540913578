//! From a checkout to an office one can sign in to.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::args::Args;
use crate::place::Place;
use crate::server::{self, Profile, courtyard};
use crate::shell::spoken;
use crate::{Result, tools, web};

const PORT: u16 = 8080;
const PEOPLE: u32 = 60;
/// Where `courtyard demo` leaves what one needs to sign in.
const ACCOUNTS: &str = "demo-accounts.txt";

/// How to start.
#[derive(Debug)]
pub(crate) struct Options {
    demo: bool,
    people: u32,
    port: u16,
    data: Option<PathBuf>,
    profile: Profile,
}

impl Options {
    /// Reads them.
    pub(crate) fn read(args: &mut Args) -> Result<Self> {
        let people = args.number("--people")?;
        let options = Self {
            // Saying how many people means wanting them.
            demo: args.flag("--demo") || people.is_some(),
            people: people.unwrap_or(PEOPLE),
            port: args.number("--port")?.unwrap_or(PORT),
            data: args.value("--data")?.map(PathBuf::from),
            profile: if args.flag("--release") { Profile::Release } else { Profile::Dev },
        };
        args.end()?;
        Ok(options)
    }
}

/// Builds, fills, and becomes the server.
pub(crate) fn run(place: &Place, options: &Options) -> Result {
    tools::needed()?;
    // Asked before the long part, and again after it.
    server::port_is_free(options.port)?;

    let data = data(place, options)?;
    timed("web client", || web::build(place))?;
    let program = timed("server", || server::build(place, options.profile))?;
    if options.demo {
        fill(&program, &data, options.people)?;
    }
    server::port_is_free(options.port)?;

    let address = format!("127.0.0.1:{}", options.port);
    print!("{}", greeting(&address, fs::read_to_string(data.join(ACCOUNTS)).ok().as_deref(), options.demo));
    let server = courtyard(&program, &["serve"], &data).args(["--listen", &address]);
    match server.become_it() {
        words if words.is_empty() => Ok(()),
        words => Err(words),
    }
}

/// Given ones count from where one stands, the usual one lies in the checkout.
fn data(place: &Place, options: &Options) -> Result<PathBuf> {
    let folder = match &options.data {
        None => place.at("data"),
        Some(given) => std::path::absolute(given).map_err(|error| format!("{}: {error}", given.display()))?,
    };
    fs::create_dir_all(&folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    Ok(folder)
}

/// Fills an empty office; one with people in it is left as it is.
fn fill(program: &Path, data: &Path, people: u32) -> Result {
    // Where nothing is yet, there is nobody to list; settings may name a database elsewhere.
    let begun = ["office.db", "config.toml"].iter().any(|name| data.join(name).exists());
    let logins = if begun { courtyard(program, &["user", "list"], data).read()? } else { String::new() };
    let present = logins.lines().filter(|line| !line.trim().is_empty()).count();
    if present > 0 {
        println!("the office in {} has {present} people already: kept as it is", data.display());
        return Ok(());
    }
    timed("demo office", || courtyard(program, &["demo"], data).args(["--people", &people.to_string()]).run())
}

fn greeting(address: &str, accounts: Option<&str>, demo: bool) -> String {
    let mut words = format!("\n  Courtyard   http://{address}\n");
    if let Some(accounts) = accounts {
        words.push('\n');
        for line in accounts.trim_end().lines() {
            words.push_str(&format!("  {line}\n"));
        }
    } else if !demo {
        words.push_str("  A new office prints a link below with which its owner sets a password.\n");
    }
    words.push_str("\n  Ctrl-C stops it; started again it keeps its data.\n\n");
    words
}

fn timed<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let started = Instant::now();
    let done = work()?;
    println!("{what}: {}", spoken(started.elapsed()));
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_have_their_usual_values() {
        let read =
            |words: &[&str]| Options::read(&mut Args::new(words.iter().map(|word| (*word).to_owned())));
        let usual = read(&[]).unwrap();
        assert!(!usual.demo && usual.port == 8080 && usual.profile == Profile::Dev && usual.data.is_none());
        let demo = read(&["--people", "200", "--port", "9000", "--release"]).unwrap();
        assert!(demo.demo && demo.people == 200 && demo.port == 9000 && demo.profile == Profile::Release);
        assert!(read(&["--deom"]).unwrap_err().contains("--deom"));
    }

    #[test]
    fn the_greeting_shows_address_and_accounts() {
        let words = greeting("127.0.0.1:8080", Some("owner  wangfang  secret\n"), true);
        assert!(
            words.contains("http://127.0.0.1:8080") && words.contains("  owner  wangfang  secret\n"),
            "{words}"
        );
        assert!(greeting("127.0.0.1:8080", None, false).contains("link"));
    }
}
