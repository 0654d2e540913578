//! `courtyard key`: a master key for encryption at rest.

use platform_blob::MasterKey;

use crate::cli::Outcome;
use crate::say;

/// Prints a new key for `blobs.master_keys`.
pub(crate) fn key() -> Outcome {
    say!("{}", MasterKey::generate()?.to_text());
    Ok(())
}
