//! What an audit entry says, the exact bytes that are hashed for it, and the commitment that keeps its payload erasable.
//!
//! The leaf of an entry is this text in UTF-8 (in fact ASCII), every line ended by one newline (`0x0A`):
//!
//! ```text
//! courtyard-evidence-entry/1
//! <index, decimal>
//! <at, milliseconds since 1970-01-01T00:00:00Z, decimal>
//! <org, decimal>
//! <actor, decimal; the line is empty when nobody acted>
//! <kind: 1 to 100 of a-z 0-9 . _ ->
//! <target: 1 to 200 of ! to ~; the line is empty when there is none>
//! <commitment, padded base64 of 32 bytes>
//! ```
//!
//! Numbers have no leading zeroes and no plus sign. No field can hold a newline, so no two entries share their bytes.
//!
//! The commitment is SHA-256 of 32 random bytes, the salt, followed by the payload's UTF-8 text. Names, addresses and
//! anything else about people belong in the payload only. Destroying salt and payload makes them unrecoverable and
//! leaves every proof as it was.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::encoding::{from_base64_32, id, optional_id, to_base64};
use crate::hash::{Hash, leaf_hash};
use crate::tree::MAX_SIZE;

/// The version of the leaf bytes that this code writes.
pub const ENTRY_VERSION: u32 = 1;
/// Longest kind in bytes: `module.noun.verb.v1` with room to spare.
pub const MAX_KIND: usize = 100;
/// Longest target in bytes: a kind of object and an id, not a description.
pub const MAX_TARGET: usize = 200;

/// One entry as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Version of the leaf bytes: [`ENTRY_VERSION`].
    pub v: u32,
    /// Place in the log, from 0.
    pub index: u64,
    /// When it happened, unix milliseconds UTC.
    pub at: i64,
    /// Organisation; in JSON a decimal string.
    #[serde(with = "id")]
    pub org: i64,
    /// Who did it; `None` when the system did. In JSON a decimal string or null.
    #[serde(with = "optional_id")]
    pub actor: Option<i64>,
    /// What was done, such as `people.user.suspended.v1`.
    pub kind: String,
    /// To what, such as `user:7164`; holds ids, never names.
    pub target: Option<String>,
    /// [`commit`] of the payload.
    pub commitment: Hash,
}

/// 32 random bytes of one entry alone. Its `Debug` form is empty: a log line must not outlive an erasure.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Salt(pub [u8; 32]);

/// Which field of an entry cannot be written as a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryError {
    /// A version this code does not know.
    #[error("version {0} of entries is not known")]
    Version(u32),
    /// The index is larger than a log can be.
    #[error("the index is larger than a log can be")]
    Index,
    /// The kind is empty, too long, or holds another character than `a-z 0-9 . _ -`.
    #[error("a kind is 1 to {MAX_KIND} of a-z 0-9 . _ -")]
    Kind,
    /// The target is empty, too long, or holds a space or another character outside `!` to `~`.
    #[error("a target is 1 to {MAX_TARGET} printable ASCII characters without spaces")]
    Target,
}

/// Binds an entry to its payload without telling it: SHA-256 of the salt and the payload.
#[must_use]
pub fn commit(salt: &Salt, payload: &str) -> Hash {
    Hash(Sha256::new().chain_update(salt.0).chain_update(payload).finalize().into())
}

impl Entry {
    /// The leaf bytes, as the module describes them.
    ///
    /// # Errors
    /// [`EntryError`] names the field that has no place in a leaf.
    pub fn encode(&self) -> Result<Vec<u8>, EntryError> {
        let Self { v, index, at, org, actor, kind, target, commitment } = self;
        if *v != ENTRY_VERSION {
            return Err(EntryError::Version(*v));
        }
        if *index >= MAX_SIZE {
            return Err(EntryError::Index);
        }
        if !fits(kind, MAX_KIND, |b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-')) {
            return Err(EntryError::Kind);
        }
        if target.as_ref().is_some_and(|target| !fits(target, MAX_TARGET, |b| b.is_ascii_graphic())) {
            return Err(EntryError::Target);
        }
        let actor = actor.map(|actor| actor.to_string()).unwrap_or_default();
        let target = target.as_deref().unwrap_or_default();
        let text = format!(
            "courtyard-evidence-entry/1\n{index}\n{at}\n{org}\n{actor}\n{kind}\n{target}\n{commitment}\n"
        );
        Ok(text.into_bytes())
    }

    /// RFC 6962 hash of the leaf bytes.
    ///
    /// # Errors
    /// As [`Entry::encode`].
    pub fn leaf_hash(&self) -> Result<Hash, EntryError> {
        Ok(leaf_hash(&self.encode()?))
    }
}

fn fits(text: &str, longest: usize, allowed: impl Fn(u8) -> bool) -> bool {
    (1..=longest).contains(&text.len()) && text.bytes().all(allowed)
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(..)")
    }
}

impl TryFrom<String> for Salt {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, &'static str> {
        from_base64_32(&text).map(Self).ok_or("a salt is 32 bytes in padded base64")
    }
}

impl From<Salt> for String {
    fn from(salt: Salt) -> Self {
        to_base64(&salt.0)
    }
}
