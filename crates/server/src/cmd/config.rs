//! `courtyard config`: the example file, and what is in force.

use clap::{Args, Subcommand};

use crate::cli::{Common, Outcome, configuration};
use crate::say;

/// The configuration.
#[derive(Args)]
pub(crate) struct ConfigCommand {
    #[command(subcommand)]
    command: What,
}

#[derive(Subcommand)]
enum What {
    /// Print an example file with every setting, its comment and default.
    Example,
    /// Print every setting in force and where it came from; secrets are not shown.
    Show(Common),
}

/// Prints it.
pub(crate) fn config(command: &ConfigCommand) -> Outcome {
    match &command.command {
        What::Example => {
            say!("{}", platform_config::example().trim_end());
        }
        What::Show(common) => {
            for setting in configuration(common, None)?.settings {
                say!("{setting}");
            }
        }
    }
    Ok(())
}
