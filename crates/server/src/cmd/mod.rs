//! Commands, one a file.

pub(crate) mod config;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod evidence;
pub(crate) mod key;
pub(crate) mod openapi;
pub(crate) mod serve;
pub(crate) mod token;
pub(crate) mod user;

use module_people::{Admin, PeopleConfig};
use platform_config::Config;
use server::office::{Composed, compose};

use crate::cli::Failure;

/// Writes a line for people or programs that read the output.
#[macro_export]
macro_rules! say {
    ($($text:tt)*) => {{
        use std::io::Write as _;
        // A reader that goes away (head, less) is no failure.
        let _ = writeln!(std::io::stdout(), $($text)*);
    }};
}

/// The office and its directory, for commands that work without a running server (or beside one).
pub(crate) async fn open(config: &Config) -> Result<(Composed, Admin), Failure> {
    let composed = compose(config).await?;
    let admin = Admin::new(&composed.core, people_config(config))?;
    Ok((composed, admin))
}

/// What the directory needs of the configuration.
pub(crate) fn people_config(config: &Config) -> PeopleConfig {
    server::office::people_config(config)
}
