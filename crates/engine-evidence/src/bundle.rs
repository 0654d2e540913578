//! The evidence bundle: a JSON file with entries of a log and all that is needed to check them without the server.

use serde::{Deserialize, Serialize};

use crate::checkpoint::{Checkpoint, CheckpointError, open_checkpoint};
use crate::encoding::printable;
use crate::entry::{Entry, EntryError, Salt, commit};
use crate::hash::Hash;
use crate::note::VerifierKey;
use crate::report::{EarlierState, Report, Span};
use crate::verify::{ProofError, root_of_leaves, verify_consistency, verify_inclusion};

/// Value of [`EvidenceBundle::format`] that this code reads and writes.
pub const FORMAT: &str = "courtyard-evidence/1";
/// Largest bundle read, 256 MiB: about 200,000 entries with paths, all in memory at once. Split longer exports by index.
pub const MAX_BUNDLE_BYTES: usize = 256 << 20;

/// The file. Unknown fields are refused: nothing in it goes unchecked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceBundle {
    /// [`FORMAT`].
    pub format: String,
    /// Signed checkpoint ([`crate::checkpoint`]).
    pub checkpoint: String,
    /// Key that signed it. A verifier who knows the log's key does not rely on this one.
    pub key: VerifierKey,
    /// Entries, by rising index.
    pub entries: Vec<BundleEntry>,
    /// How the entries hang on the checkpoint.
    pub proofs: Proofs,
    /// A checkpoint signed before, of which this one is a continuation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<Earlier>,
}

/// An entry with its payload, if that still exists and is to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BundleEntry {
    /// What the log holds.
    pub entry: Entry,
    /// What opens its commitment; absent when withheld or erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<Opening>,
}

/// Salt and payload of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// The entry's salt.
    pub salt: Salt,
    /// The payload's exact text, usually [`crate::canonical::canonical_json`].
    pub payload: String,
}

/// How entries are shown to be in the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proofs {
    /// An inclusion proof for each entry, in the same order: short when few entries of a long log are shown.
    Paths(Vec<Vec<Hash>>),
    /// The hash of every leaf of the log: short when most of a log is shown, and names the leaf that differs.
    Leaves(Vec<Hash>),
}

/// An earlier checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Earlier {
    /// Signed checkpoint.
    pub checkpoint: String,
    /// Consistency proof from it to the bundle's checkpoint.
    pub proof: Vec<Hash>,
}

/// The first thing in a bundle that does not hold. In JSON the field `broken` names it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(tag = "broken", rename_all = "snake_case")]
pub enum VerifyError {
    /// Longer than [`MAX_BUNDLE_BYTES`].
    #[error("the bundle has {bytes} bytes, more than {MAX_BUNDLE_BYTES}")]
    TooLarge {
        /// Length of the file.
        bytes: usize,
    },
    /// Another format, such as a later version.
    #[error("the bundle has format {format:?}, this verifier reads {FORMAT:?}")]
    Format {
        /// What the bundle says.
        format: String,
    },
    /// Not a bundle at all; says where.
    #[error("the bundle is malformed: {}", printable(.message))]
    Malformed {
        /// What was wrong, with line and column.
        message: String,
    },
    /// The checkpoint is not accepted.
    #[error("the checkpoint does not hold: {reason}")]
    Checkpoint {
        /// Why.
        reason: CheckpointError,
    },
    /// The checkpoint is whole, but no pinned key vouches for it.
    #[error("the checkpoint is not vouched for by a key you gave: {reason}; the bundle names key {}", printable(.key))]
    NotPinned {
        /// Key that the bundle names.
        key: String,
        /// What the pinned keys say.
        reason: CheckpointError,
    },
    /// The earlier checkpoint is not accepted.
    #[error("the earlier checkpoint does not hold: {reason}")]
    EarlierCheckpoint {
        /// Why.
        reason: CheckpointError,
    },
    /// The earlier checkpoint is of another log.
    #[error("the earlier checkpoint is of {}, not of {}", printable(.earlier), printable(.origin))]
    EarlierOrigin {
        /// Log of the earlier checkpoint.
        earlier: String,
        /// Log of the bundle's checkpoint.
        origin: String,
    },
    /// The log is no continuation of the earlier checkpoint: history was rewritten, or the proof is of other trees.
    #[error("the log is not shown to continue its earlier state: {reason}")]
    Consistency {
        /// Why.
        reason: ProofError,
    },
    /// The bundle holds too little to compare an earlier head with.
    #[error("the bundle shows single entries only; export the whole log to compare it with an earlier head")]
    NotComparable,
    /// Not one path for each entry.
    #[error("the bundle has {entries} entries but {paths} inclusion proofs")]
    PathCount {
        /// Entries in the bundle.
        entries: usize,
        /// Paths in the bundle.
        paths: usize,
    },
    /// Not one leaf hash for each leaf of the log.
    #[error("the bundle has {leaves} leaf hashes, the log has {size}")]
    LeafCount {
        /// Leaf hashes in the bundle.
        leaves: usize,
        /// Leaves at the checkpoint.
        size: u64,
    },
    /// The leaf hashes make another root than the one signed.
    #[error("the leaf hashes make root {computed}, the checkpoint signs {signed}")]
    Leaves {
        /// Root of the leaf hashes.
        computed: Hash,
        /// Root in the checkpoint.
        signed: Hash,
    },
    /// An entry is out of order or twice there.
    #[error("entry {index} comes after entry {previous}")]
    Order {
        /// Index of the entry.
        index: u64,
        /// Index of the entry before it in the bundle.
        previous: u64,
    },
    /// An entry cannot be a leaf.
    #[error("entry {index} is malformed: {reason}")]
    Entry {
        /// Index of the entry.
        index: u64,
        /// Which field and why.
        reason: EntryError,
    },
    /// Payload or salt of an entry are not those it was logged with.
    #[error(
        "the payload or salt of entry {index} was changed: they commit to {computed}, the entry to {stated}"
    )]
    Opening {
        /// Index of the entry.
        index: u64,
        /// Commitment of the payload and salt in the bundle.
        computed: Hash,
        /// Commitment in the entry.
        stated: Hash,
    },
    /// An entry differs from the leaf the log holds at its place.
    #[error("entry {index} was changed: it has leaf hash {computed}, the log holds {logged}")]
    Leaf {
        /// Index of the entry.
        index: u64,
        /// Leaf hash of the entry in the bundle.
        computed: Hash,
        /// Leaf hash the log holds.
        logged: Hash,
    },
    /// An entry is not shown to be in the log: it or its proof was changed.
    #[error("entry {index} is not shown to be in the log: {reason}")]
    Path {
        /// Index of the entry.
        index: u64,
        /// Why.
        reason: ProofError,
    },
}

/// Writes a bundle as JSON.
#[must_use]
pub fn write_bundle(bundle: &EvidenceBundle) -> Vec<u8> {
    serde_json::to_vec(bundle).expect("a bundle holds only strings, numbers and lists")
}

/// Checks a bundle, in this order: format, checkpoint, earlier checkpoint, proofs as a whole, entries one by one.
///
/// With `pinned` keys the checkpoints must be signed by one of them. Without, the key in the bundle is used, and
/// [`Report::key_pinned`] says so.
///
/// # Errors
/// The first thing that does not hold.
pub fn verify_bundle(bytes: &[u8], pinned: &[VerifierKey]) -> Result<Report, VerifyError> {
    let bundle = read_bundle(bytes)?;
    let own_key = std::slice::from_ref(&bundle.key);
    let trusted = if pinned.is_empty() { own_key } else { pinned };

    let (checkpoint, mut key) =
        open_checkpoint(&bundle.checkpoint, own_key).map_err(|reason| VerifyError::Checkpoint { reason })?;
    if !pinned.is_empty() {
        (_, key) = open_checkpoint(&bundle.checkpoint, pinned)
            .map_err(|reason| VerifyError::NotPinned { key: bundle.key.to_string(), reason })?;
    }
    let earlier = match &bundle.earlier {
        Some(earlier) => Some(verify_earlier(earlier, &checkpoint, trusted)?),
        None => None,
    };
    verify_proofs_fit(&bundle, &checkpoint)?;
    let mut previous = None;
    for (position, entry) in bundle.entries.iter().enumerate() {
        verify_entry(&bundle, position, entry, previous, &checkpoint)?;
        previous = Some(entry.entry.index);
    }

    let opened = bundle.entries.iter().filter(|entry| entry.opening.is_some()).count() as u64;
    Ok(Report {
        origin: checkpoint.origin,
        size: checkpoint.size,
        root: checkpoint.root,
        key,
        key_pinned: !pinned.is_empty(),
        entries: bundle.entries.len() as u64,
        opened,
        span: span(&bundle.entries),
        earlier,
    })
}

/// As [`verify_bundle`], and checks that the log continues a head that the verifier kept from before: what a bundle says of
/// itself shows nothing against who holds the key and writes a second log.
///
/// # Errors
/// The first thing that does not hold; [`VerifyError::NotComparable`] where the bundle has neither all leaves nor a proof
/// from that head.
pub fn verify_bundle_after(bytes: &[u8], pinned: &[VerifierKey], kept: &str) -> Result<Report, VerifyError> {
    let report = verify_bundle(bytes, pinned)?;
    let bundle = read_bundle(bytes)?;
    let own_key = std::slice::from_ref(&bundle.key);
    let trusted = if pinned.is_empty() { own_key } else { pinned };
    let (old, _) =
        open_checkpoint(kept, trusted).map_err(|reason| VerifyError::EarlierCheckpoint { reason })?;
    if old.origin != report.origin {
        return Err(VerifyError::EarlierOrigin { earlier: old.origin, origin: report.origin });
    }
    let state = EarlierState { size: old.size, root: old.root };
    if report.earlier == Some(state) {
        return Ok(report);
    }
    let inconsistent = |reason| Err(VerifyError::Consistency { reason });
    let (Ok(old_size), Proofs::Leaves(leaves)) = (usize::try_from(old.size), &bundle.proofs) else {
        return Err(VerifyError::NotComparable);
    };
    let Some(beginning) = leaves.get(..old_size) else {
        return inconsistent(ProofError::SizesReversed { old_size: old.size, size: report.size });
    };
    match root_of_leaves(beginning) {
        root if root == old.root => Ok(Report { earlier: Some(state), ..report }),
        computed => inconsistent(ProofError::OldRoot { computed, expected: old.root }),
    }
}

/// Reads a bundle without checking anything but its form.
///
/// # Errors
/// [`VerifyError::TooLarge`], [`VerifyError::Format`] or [`VerifyError::Malformed`].
pub fn read_bundle(bytes: &[u8]) -> Result<EvidenceBundle, VerifyError> {
    /// The one field every version has.
    #[derive(Deserialize)]
    struct Head {
        format: String,
    }
    if bytes.len() > MAX_BUNDLE_BYTES {
        return Err(VerifyError::TooLarge { bytes: bytes.len() });
    }
    let bundle = serde_json::from_slice::<EvidenceBundle>(bytes);
    let format = match &bundle {
        Ok(bundle) => Some(bundle.format.clone()),
        Err(_) => serde_json::from_slice::<Head>(bytes).ok().map(|head| head.format),
    };
    match format {
        Some(format) if format != FORMAT => Err(VerifyError::Format { format }),
        _ => bundle.map_err(|error| VerifyError::Malformed { message: error.to_string() }),
    }
}

fn verify_earlier(
    earlier: &Earlier,
    checkpoint: &Checkpoint,
    trusted: &[VerifierKey],
) -> Result<EarlierState, VerifyError> {
    let (old, _) = open_checkpoint(&earlier.checkpoint, trusted)
        .map_err(|reason| VerifyError::EarlierCheckpoint { reason })?;
    if old.origin != checkpoint.origin {
        return Err(VerifyError::EarlierOrigin { earlier: old.origin, origin: checkpoint.origin.clone() });
    }
    verify_consistency(old.size, old.root, checkpoint.size, checkpoint.root, &earlier.proof)
        .map_err(|reason| VerifyError::Consistency { reason })?;
    Ok(EarlierState { size: old.size, root: old.root })
}

fn verify_proofs_fit(bundle: &EvidenceBundle, checkpoint: &Checkpoint) -> Result<(), VerifyError> {
    match &bundle.proofs {
        Proofs::Paths(paths) if paths.len() != bundle.entries.len() => {
            Err(VerifyError::PathCount { entries: bundle.entries.len(), paths: paths.len() })
        }
        Proofs::Paths(_) => Ok(()),
        Proofs::Leaves(leaves) if leaves.len() as u64 != checkpoint.size => {
            Err(VerifyError::LeafCount { leaves: leaves.len(), size: checkpoint.size })
        }
        Proofs::Leaves(leaves) => match root_of_leaves(leaves) {
            root if root == checkpoint.root => Ok(()),
            computed => Err(VerifyError::Leaves { computed, signed: checkpoint.root }),
        },
    }
}

fn verify_entry(
    bundle: &EvidenceBundle,
    position: usize,
    BundleEntry { entry, opening }: &BundleEntry,
    previous: Option<u64>,
    checkpoint: &Checkpoint,
) -> Result<(), VerifyError> {
    let index = entry.index;
    if let Some(previous) = previous.filter(|previous| *previous >= index) {
        return Err(VerifyError::Order { index, previous });
    }
    let leaf = entry.leaf_hash().map_err(|reason| VerifyError::Entry { index, reason })?;
    if let Some(Opening { salt, payload }) = opening {
        let (computed, stated) = (commit(salt, payload), entry.commitment);
        if computed != stated {
            return Err(VerifyError::Opening { index, computed, stated });
        }
    }
    match &bundle.proofs {
        Proofs::Paths(paths) => {
            verify_inclusion(leaf, index, checkpoint.size, &paths[position], checkpoint.root)
                .map_err(|reason| VerifyError::Path { index, reason })
        }
        Proofs::Leaves(leaves) => match usize::try_from(index).ok().and_then(|at| leaves.get(at)) {
            Some(logged) if *logged == leaf => Ok(()),
            Some(logged) => Err(VerifyError::Leaf { index, computed: leaf, logged: *logged }),
            None => {
                let reason = ProofError::IndexOutside { index, size: checkpoint.size };
                Err(VerifyError::Path { index, reason })
            }
        },
    }
}

/// Extent of verified entries, whose indexes rise.
fn span(entries: &[BundleEntry]) -> Option<Span> {
    let (first_index, last_index) = (entries.first()?.entry.index, entries.last()?.entry.index);
    let times = entries.iter().map(|entry| entry.entry.at);
    Some(Span {
        first_index,
        last_index,
        missing: last_index - first_index + 1 - entries.len() as u64,
        from: times.clone().min()?,
        to: times.max()?,
    })
}
