//! `courtyard evidence verify`: needs neither office nor network.

use std::fs;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use engine_evidence::bundle::{verify_bundle, verify_bundle_after};
use engine_evidence::note::VerifierKey;
use serde::Deserialize;

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
    /// A head kept from before, as GET /api/v1/admin/audit/checkpoint gave it: whether the log only grew since.
    #[arg(long, value_name = "FILE")]
    earlier: Option<PathBuf>,
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
    let read =
        |path: &PathBuf| fs::read(path).map_err(|error| Failure(format!("{}: {error}", path.display())));
    let bytes = read(&verify.file)?;
    let report = match &verify.earlier {
        None => verify_bundle(&bytes, &keys),
        Some(path) => verify_bundle_after(&bytes, &keys, &note(&read(path)?)),
    };
    let report = report.map_err(|error| {
        Failure(format!("the evidence in {} does NOT hold: {error}", verify.file.display()))
    })?;
    if verify.json {
        say!("{}", serde_json::to_string_pretty(&report).unwrap_or_default());
    } else {
        say!("{report}");
    }
    Ok(())
}

/// The signed note in a file: as it is, or in the reply of the API that gave it.
fn note(bytes: &[u8]) -> String {
    #[derive(Deserialize)]
    struct Reply {
        note: String,
    }
    match serde_json::from_slice::<Reply>(bytes) {
        Ok(reply) => reply.note,
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    }
}
