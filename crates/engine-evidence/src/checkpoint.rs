//! Checkpoints, C2SP tlog-checkpoint: a signed note that states the size and the root of a log.
//!
//! ```text
//! <origin>
//! <size, decimal>
//! <root, base64>
//! <empty line>
//! — <origin> <signature>
//! ```
//!
//! Two rules are stricter than the specification's: the log's key carries the log's origin as its name, and extension
//! lines are refused, because nobody could audit what they say.

use serde::Serialize;

use crate::encoding::{from_decimal, printable};
use crate::hash::{Hash, empty_root};
use crate::note::{NoteError, SignerKey, VerifierKey, open_note, sign_note};
use crate::tree::MAX_SIZE;

/// What a log says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Name of the log for ever, also the name of its key, such as `office.example/audit`.
    pub origin: String,
    /// Number of leaves.
    pub size: u64,
    /// Root of the tree of that size.
    pub root: Hash,
}

/// Why a checkpoint is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckpointError {
    /// The note around it is not accepted.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The text breaks the format; says how.
    #[error("the checkpoint is malformed: {0}")]
    Malformed(&'static str),
    /// Signed, but by no key of this log.
    #[error("the checkpoint of {} is signed by no key of that name", printable(.origin))]
    ForeignKey {
        /// Log the checkpoint speaks for.
        origin: String,
    },
}

/// Signs a checkpoint. A log must never sign two that are not beginnings of each other: keep the last one signed.
///
/// # Errors
/// [`CheckpointError::ForeignKey`] when the key is not named as the log, [`CheckpointError::Malformed`] when the
/// checkpoint could not be read back.
pub fn sign_checkpoint(checkpoint: &Checkpoint, key: &SignerKey) -> Result<String, CheckpointError> {
    if key.verifier().name() != checkpoint.origin {
        return Err(CheckpointError::ForeignKey { origin: checkpoint.origin.clone() });
    }
    let text = format!("{}\n{}\n{}\n", checkpoint.origin, checkpoint.size, checkpoint.root);
    parse_checkpoint(&text)?;
    Ok(sign_note(&text, &[key])?)
}

/// Checks a signed checkpoint and returns it with the key that vouches for it.
///
/// # Errors
/// Any [`CheckpointError`].
pub fn open_checkpoint(
    note: &str,
    known: &[VerifierKey],
) -> Result<(Checkpoint, VerifierKey), CheckpointError> {
    let opened = open_note(note, known)?;
    let checkpoint = parse_checkpoint(opened.text)?;
    match opened.signed_by.into_iter().find(|key| key.name() == checkpoint.origin) {
        Some(key) => Ok((checkpoint, key)),
        None => Err(CheckpointError::ForeignKey { origin: checkpoint.origin }),
    }
}

/// Reads the text of a checkpoint: exactly three lines.
///
/// # Errors
/// [`CheckpointError::Malformed`].
pub fn parse_checkpoint(text: &str) -> Result<Checkpoint, CheckpointError> {
    let malformed = CheckpointError::Malformed;
    let lines = text.strip_suffix('\n').ok_or(malformed("the last line does not end"))?;
    let lines: Vec<&str> = lines.splitn(4, '\n').collect();
    let [origin, size, root] = lines[..] else {
        return Err(malformed("not three lines: origin, size, root"));
    };
    if origin.is_empty() {
        return Err(malformed("the origin is empty"));
    }
    let size: u64 = from_decimal(size).ok_or(malformed("the size is not a plain decimal number"))?;
    if size > MAX_SIZE {
        return Err(malformed("the size is larger than a log can be"));
    }
    let root: Hash = root.parse().map_err(|_| malformed("the root is not a hash in base64"))?;
    if size == 0 && root != empty_root() {
        return Err(malformed("an empty log has the root of nothing"));
    }
    Ok(Checkpoint { origin: origin.to_owned(), size, root })
}
