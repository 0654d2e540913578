//! Proofs: of one entry, and of a part of the log as a file that anyone can check.

use std::collections::BTreeSet;

use engine_evidence::bundle::{BundleEntry, EvidenceBundle, FORMAT, Opening, Proofs, write_bundle};
use engine_evidence::entry::{ENTRY_VERSION, Entry, Salt};
use engine_evidence::proof::{inclusion_nodes, make_inclusion};
use kernel::{Error, Id, Result};
use platform_db::Tx;
use serde::Serialize;

use crate::audit::Audit;
use crate::error::{ENTRY_NOT_FOUND, EXPORT_TOO_LARGE};
use crate::store::{self, Stored};

/// Entries in one export: the file stays within what the verifier reads.
const MAX_EXPORT: usize = 50_000;

/// That an entry is in the log.
#[derive(Clone, Debug, Serialize)]
pub struct EntryProof {
    /// Place of the entry.
    pub index: u64,
    /// Hash of its leaf, base64.
    pub leaf: String,
    /// Hashes from the leaf to the root, base64.
    pub path: Vec<String>,
    /// The signed head.
    pub checkpoint: String,
    /// The key it is signed with.
    pub key: String,
}

impl Audit {
    /// The proof that an entry is in the log, against a head signed now.
    pub async fn prove(&self, org: Id, index: u64) -> Result<EntryProof> {
        let (checkpoint, size) = self.head().await?;
        let place = i64::try_from(index).map_err(|_| Error::new(&ENTRY_NOT_FOUND))?;
        let (leaf, path) = self
            .0
            .db
            .read(move |tx| {
                Box::pin(async move {
                    let entry = store::find(tx, org, place).await?;
                    let entry = entry.filter(|_| index < size).ok_or_else(|| Error::new(&ENTRY_NOT_FOUND))?;
                    let leaf = leaf_of(&entry)?.leaf_hash().map_err(Error::internal)?;
                    let wanted = inclusion_nodes(index, size).map_err(Error::internal)?;
                    let known = store::nodes(tx, &wanted).await?;
                    let path = make_inclusion(index, size, |node| known.get(&node).copied());
                    Ok((leaf, path.map_err(Error::internal)?))
                })
            })
            .await?;
        Ok(EntryProof {
            index,
            leaf: leaf.to_string(),
            path: path.iter().map(ToString::to_string).collect(),
            checkpoint,
            key: self.verifier().to_string(),
        })
    }

    /// Entries of an organisation from `from` up to `to` (or the end), as a file for `courtyard evidence verify`.
    pub async fn export(&self, org: Id, from: u64, to: Option<u64>) -> Result<Vec<u8>> {
        let (checkpoint, size) = self.head().await?;
        let start = i64::try_from(from).unwrap_or(i64::MAX);
        let end = i64::try_from(to.unwrap_or(size).min(size)).unwrap_or(i64::MAX);
        let (entries, proofs) = self
            .0
            .db
            .read(move |tx| {
                Box::pin(async move {
                    let stored = store::range(tx, org, start, end, MAX_EXPORT as i64 + 1).await?;
                    if stored.len() > MAX_EXPORT {
                        return Err(Error::new(&EXPORT_TOO_LARGE).with("max", MAX_EXPORT));
                    }
                    let mut entries = Vec::with_capacity(stored.len());
                    for stored in stored {
                        entries.push(BundleEntry { entry: leaf_of(&stored)?, opening: opening(stored) });
                    }
                    let proofs = proofs(tx, &entries, size).await?;
                    Ok((entries, proofs))
                })
            })
            .await?;
        Ok(write_bundle(&EvidenceBundle {
            format: FORMAT.to_owned(),
            checkpoint,
            key: self.verifier().clone(),
            entries,
            proofs,
            earlier: None,
        }))
    }

    async fn head(&self) -> Result<(String, u64)> {
        let note = self.checkpoint().await?;
        let size = self.open_head(&note)?.size;
        Ok((note, size))
    }
}

/// Whichever is shorter: a path for each entry, or every leaf of the log.
async fn proofs(tx: &mut Tx, entries: &[BundleEntry], size: u64) -> Result<Proofs> {
    let path_length = u64::from(u64::BITS - size.leading_zeros());
    if entries.len() as u64 * path_length > size {
        return Ok(Proofs::Leaves(store::leaves(tx, size as i64).await?));
    }
    let mut wanted = BTreeSet::new();
    for entry in entries {
        wanted.extend(inclusion_nodes(entry.entry.index, size).map_err(Error::internal)?);
    }
    let known = store::nodes(tx, &wanted.into_iter().collect::<Vec<_>>()).await?;
    let paths = entries
        .iter()
        .map(|entry| make_inclusion(entry.entry.index, size, |node| known.get(&node).copied()))
        .collect::<std::result::Result<_, _>>();
    Ok(Proofs::Paths(paths.map_err(Error::internal)?))
}

fn leaf_of(stored: &Stored) -> Result<Entry> {
    Ok(Entry {
        v: ENTRY_VERSION,
        index: u64::try_from(stored.place).map_err(Error::internal)?,
        at: stored.at.0,
        org: stored.org.0,
        actor: stored.actor.map(|id| id.0),
        kind: stored.kind.clone(),
        target: stored.target.clone(),
        commitment: stored.commitment,
    })
}

fn opening(stored: Stored) -> Option<Opening> {
    let salt = <[u8; 32]>::try_from(stored.salt?).ok()?;
    Some(Opening { salt: Salt(salt), payload: stored.payload? })
}
