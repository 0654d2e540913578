//! What an office costs, measured from outside: see README.md.

#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

mod client;
mod figures;
mod office;
mod peers;
mod process;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::figures::Figure;
use crate::table::Table;

/// What failed, in words.
type Result<T> = std::result::Result<T, String>;

/// Measures an office.
#[derive(Parser)]
struct Options {
    /// What to measure; everything unless given.
    figures: Vec<Figure>,
    /// The program to measure.
    #[arg(long, default_value = "target/release/courtyard")]
    program: PathBuf,
    /// People in the office.
    #[arg(long, default_value_t = 30_000)]
    people: u32,
    /// Messages that are searched.
    #[arg(long, default_value_t = 1_000_000)]
    messages: u64,
    /// Minutes of the long load.
    #[arg(long, default_value_t = 60)]
    minutes: u64,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let figures = if options.figures.is_empty() { Figure::ALL.to_vec() } else { options.figures.clone() };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("bench: {error}");
            return ExitCode::FAILURE;
        }
    };
    let mut table = Table::default();
    let outcome = runtime.block_on(figures::run(&options, &figures, &mut table));
    println!("{}", table.markdown());
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("bench: {words}");
            ExitCode::FAILURE
        }
    }
}
