//! All automation of the project, in Rust, with nothing to install first: `cargo xtask <command>`.
//!
//! Every command is one file. What a command runs, it prints; what fails, it names together with what to do.

#![expect(clippy::print_stdout, reason = "a program of the command line: what it prints is its product")]

mod args;
mod cache;
mod check;
mod e2e;
mod files;
mod packages;
mod place;
mod regen;
mod report;
mod rust;
mod server;
mod shell;
mod shots;
mod stamp;
mod test;
mod tidy;
mod tools;
mod up;
mod web;

use std::process::ExitCode;

use args::Args;
use place::Place;

/// What every step gives: a value, or words that say what failed and what to do.
type Result<T = ()> = std::result::Result<T, String>;

const USAGE: &str = "\
cargo xtask <command>

  up [--demo] [--people N] [--port N] [--data DIR] [--release]
             build web client and server, create the data folder, serve it on http://127.0.0.1:8080
             --demo fills an empty office with N people (60), departments and chats
  test [--only web|check|rust|browser] [--release]
             install what the tests need, run every level, end with one summary
  check      what must hold before every commit: formatting, lints, conventions, licences, types
  tidy       the conventions alone; `tidy --freeze-migrations` notes the migrations of a release
  regen [--check]
             rebuild every generated file that is committed; --check names the stale ones instead
  soak       the tests of crashes and outages for longer: 200 kills, minutes without NATS (an hour or two)
  shots      take the pictures of docs/guide/images from the built office
";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("\n{words}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result {
    let mut words = std::env::args().skip(1);
    let Some(command) = words.next() else {
        println!("{USAGE}");
        return Ok(());
    };
    let mut args = Args::new(words);
    let place = Place::find()?;
    match command.as_str() {
        "up" => up::run(&place, &up::Options::read(&mut args)?),
        "test" => test::run(place, &test::Options::read(&mut args)?),
        "check" => args.end().and_then(|()| check::run(&place)),
        "tidy" => {
            let freeze = args.flag("--freeze-migrations");
            args.end()?;
            if freeze { tidy::freeze(&place) } else { tidy::run(&place).map(drop) }
        }
        "regen" => {
            let check = args.flag("--check");
            args.end()?;
            regen::run(&place, check)
        }
        "soak" => args.end().and_then(|()| rust::soak(&place)),
        "shots" => args.end().and_then(|()| shots::run(&place)),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        other => Err(format!("there is no command `{other}`\n\n{USAGE}")),
    }
}
