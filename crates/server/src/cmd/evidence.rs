//! `courtyard evidence verify`: needs neither office nor network.

use std::fs;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use engine_evidence::bundle::verify_bundle;
use engine_evidence::note::VerifierKey;

use crate::cli::{Failure, Outcome};
use crate::say;

/// Evidence that an office exported.
#[derive(Args)]
pub(crate) struct Evidence {
    #[command(subcommand)]
    command: EvidenceCommand,
}

#[derive(Subcommand)]
enum EvidenceCommand {
    /// Check an exported part of the audit log: every entry, its place, and the signature.
    Verify(Verify),
}

#[derive(Args)]
struct Verify {
    /// The exported file.
    file: PathBuf,
    /// The office's key, known from elsewhere. Without it the file's own key is believed.
    #[arg(long = "key")]
    keys: Vec<String>,
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
}

/// Prints the report; fails with the first thing that does not hold.
pub(crate) fn evidence(evidence: &Evidence) -> Outcome {
    let EvidenceCommand::Verify(verify) = &evidence.command;
    let keys: Vec<VerifierKey> = verify
        .keys
        .iter()
        .map(|text| text.parse().map_err(|error| Failure(format!("--key {text}: {error}"))))
        .collect::<Result<_, _>>()?;
    let bytes =
        fs::read(&verify.file).map_err(|error| Failure(format!("{}: {error}", verify.file.display())))?;
    let report = verify_bundle(&bytes, &keys).map_err(|error| {
        Failure(format!("the evidence in {} does NOT hold: {error}", verify.file.display()))
    })?;
    if verify.json {
        say!("{}", serde_json::to_string_pretty(&report).unwrap_or_default());
    } else {
        say!("{report}");
    }
    Ok(())
}
