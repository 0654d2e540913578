//! A log in memory and a small office to fill it.

use std::collections::HashMap;

use engine_evidence::bundle::{BundleEntry, Earlier, EvidenceBundle, FORMAT, Opening, Proofs};
use engine_evidence::canonical::canonical_json;
use engine_evidence::checkpoint::{Checkpoint, sign_checkpoint};
use engine_evidence::entry::{ENTRY_VERSION, Entry, Salt, commit};
use engine_evidence::hash::{Hash, leaf_hash};
use engine_evidence::note::SignerKey;
use engine_evidence::proof::{make_consistency, make_inclusion};
use engine_evidence::tree::{NodeId, append, root};
use serde_json::json;

pub(crate) const ORIGIN: &str = "office.example/audit";

/// Nodes as a database would hold them.
#[derive(Default)]
pub(crate) struct Log {
    pub(crate) size: u64,
    pub(crate) leaves: Vec<Hash>,
    nodes: HashMap<NodeId, Hash>,
}

impl Log {
    pub(crate) fn of(leaves: &[Hash]) -> Self {
        let mut log = Self::default();
        log.append(leaves);
        log
    }

    pub(crate) fn append(&mut self, leaves: &[Hash]) {
        let appended = append(self.size, leaves, |id| self.node(id)).expect("the nodes are there");
        self.nodes.extend(appended.nodes);
        self.size = appended.size;
        self.leaves.extend(leaves);
    }

    pub(crate) fn node(&self, id: NodeId) -> Option<Hash> {
        self.nodes.get(&id).copied()
    }

    pub(crate) fn root_at(&self, size: u64) -> Hash {
        root(size, |id| self.node(id)).expect("the nodes are there")
    }

    pub(crate) fn inclusion(&self, index: u64, size: u64) -> Vec<Hash> {
        make_inclusion(index, size, |id| self.node(id)).expect("the nodes are there")
    }

    pub(crate) fn consistency(&self, old_size: u64, size: u64) -> Vec<Hash> {
        make_consistency(old_size, size, |id| self.node(id)).expect("the nodes are there")
    }

    pub(crate) fn checkpoint(&self, size: u64) -> String {
        let checkpoint = Checkpoint { origin: ORIGIN.into(), size, root: self.root_at(size) };
        sign_checkpoint(&checkpoint, &log_key()).expect("the key is the log's")
    }
}

/// Distinct leaf hashes.
pub(crate) fn numbered_leaves(count: u64) -> Vec<Hash> {
    (0..count).map(|number| leaf_hash(&number.to_be_bytes())).collect()
}

pub(crate) fn log_key() -> SignerKey {
    SignerKey::from_seed(ORIGIN, &[7; 32]).expect("the name is allowed")
}

pub(crate) fn foreign_key() -> SignerKey {
    SignerKey::from_seed(ORIGIN, &[8; 32]).expect("the name is allowed")
}

/// Twelve entries of an office; the last one's payload was erased.
pub(crate) fn office_entries() -> Vec<BundleEntry> {
    (0..12).map(|index| office_entry(index, index != 11)).collect()
}

fn office_entry(index: u64, keep_payload: bool) -> BundleEntry {
    let payload =
        canonical_json(&json!({"name": "刘静", "from": "active", "to": "suspended", "count": index}))
            .expect("whole numbers");
    let salt = Salt([index as u8 + 1; 32]);
    let entry = Entry {
        v: ENTRY_VERSION,
        index,
        at: 1_795_245_600_000 + index as i64 * 1_500,
        org: 7_164_000_000_000_000_001,
        actor: (index != 4).then_some(7_164_000_000_000_000_100 + index as i64),
        kind: "people.user.suspended.v1".into(),
        target: (index != 5).then(|| format!("user:71640000000000002{index:02}")),
        commitment: commit(&salt, &payload),
    };
    BundleEntry { entry, opening: keep_payload.then_some(Opening { salt, payload }) }
}

pub(crate) fn office_log() -> Log {
    let leaves: Vec<Hash> = office_entries()
        .iter()
        .map(|entry| entry.entry.leaf_hash().expect("the entries are well formed"))
        .collect();
    Log::of(&leaves)
}

/// Three entries of the office's log with paths and its state at five leaves.
pub(crate) fn bundle_with_paths() -> EvidenceBundle {
    let log = office_log();
    let entries: Vec<BundleEntry> =
        [2, 3, 11].into_iter().map(|index: usize| office_entries().swap_remove(index)).collect();
    EvidenceBundle {
        format: FORMAT.into(),
        checkpoint: log.checkpoint(12),
        key: log_key().verifier().clone(),
        proofs: Proofs::Paths(entries.iter().map(|entry| log.inclusion(entry.entry.index, 12)).collect()),
        entries,
        earlier: Some(Earlier { checkpoint: log.checkpoint(5), proof: log.consistency(5, 12) }),
    }
}

/// The office's whole log with its leaf hashes.
pub(crate) fn bundle_with_leaves() -> EvidenceBundle {
    let log = office_log();
    EvidenceBundle {
        format: FORMAT.into(),
        checkpoint: log.checkpoint(12),
        key: log_key().verifier().clone(),
        entries: office_entries(),
        proofs: Proofs::Leaves(log.leaves),
        earlier: None,
    }
}
