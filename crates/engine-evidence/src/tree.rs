//! The tree while it grows. A log of millions of leaves stays in the database: functions here name the few stored
//! nodes they need, so that the caller can fetch them in one query, and return the new nodes to store.
//!
//! Stored are exactly the nodes that never change again: those whose subtree is full. A log of n leaves has fewer
//! than 2n of them.

use serde::Serialize;

use crate::hash::{Hash, empty_root, node_hash};

/// Most leaves a log may have: sizes and indexes must fit a signed 64-bit column.
pub const MAX_SIZE: u64 = i64::MAX as u64;

/// Place of a full node: it covers the leaves from `index << level` to before `(index + 1) << level`.
/// Level 0 holds the leaf hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct NodeId {
    /// Height above the leaves, 0 to 62.
    pub level: u8,
    /// Place from the left within the level.
    pub index: u64,
}

/// What stops work on a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TreeError {
    /// The lookup did not have a node that a tree of this size must have.
    #[error("node {} of level {} is not stored", .0.index, .0.level)]
    MissingNode(NodeId),
    /// The index is not below the size.
    #[error("there is no leaf {index} in a tree of {size}")]
    IndexOutside {
        /// Index asked for.
        index: u64,
        /// Leaves in the tree.
        size: u64,
    },
    /// The earlier tree is larger than the later one.
    #[error("a tree of {old_size} leaves cannot be a beginning of a tree of {size}")]
    SizesReversed {
        /// Leaves of the tree said to be earlier.
        old_size: u64,
        /// Leaves of the tree said to be later.
        size: u64,
    },
    /// The tree would pass [`MAX_SIZE`].
    #[error("a log has at most {MAX_SIZE} leaves")]
    TooLarge,
}

/// What a batch of new leaves does to a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Leaves afterwards.
    pub size: u64,
    /// Root afterwards.
    pub root: Hash,
    /// Nodes to store, in the order they became full: each leaf, then the nodes it completed.
    pub nodes: Vec<(NodeId, Hash)>,
}

/// Appends leaf hashes to a tree of `size` leaves. `lookup` is asked only for [`peaks`]`(size)`.
///
/// # Errors
/// [`TreeError::MissingNode`] or [`TreeError::TooLarge`].
pub fn append(
    size: u64,
    leaves: &[Hash],
    lookup: impl Fn(NodeId) -> Option<Hash>,
) -> Result<Appended, TreeError> {
    let mut frontier = Frontier::read(size, lookup)?;
    let mut nodes = Vec::with_capacity(leaves.len() * 2);
    for leaf in leaves {
        frontier.push(*leaf, &mut nodes)?;
    }
    Ok(Appended { size: frontier.size(), root: frontier.root(), nodes })
}

/// Root of a tree of `size` leaves. `lookup` is asked only for [`peaks`]`(size)`.
///
/// # Errors
/// [`TreeError::MissingNode`] or [`TreeError::TooLarge`].
pub fn root(size: u64, lookup: impl Fn(NodeId) -> Option<Hash>) -> Result<Hash, TreeError> {
    Ok(Frontier::read(size, lookup)?.root())
}

/// The largest full nodes that together cover the first `size` leaves, left to right: one for each bit of `size`.
#[must_use]
pub fn peaks(size: u64) -> Vec<NodeId> {
    (0..64_u8)
        .rev()
        .filter(|level| (size >> level) & 1 == 1)
        .map(|level| NodeId { level, index: (size >> level) - 1 })
        .collect()
}

/// The right edge of a growing tree: all a writer must hold to go on (at most 63 hashes).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// Takes up a stored tree of `size` leaves. `lookup` is asked only for [`peaks`]`(size)`.
    ///
    /// # Errors
    /// [`TreeError::MissingNode`] or [`TreeError::TooLarge`].
    pub fn read(size: u64, lookup: impl Fn(NodeId) -> Option<Hash>) -> Result<Self, TreeError> {
        if size > MAX_SIZE {
            return Err(TreeError::TooLarge);
        }
        let peaks = peaks(size)
            .into_iter()
            .map(|id| lookup(id).ok_or(TreeError::MissingNode(id)))
            .collect::<Result<_, _>>()?;
        Ok(Self { size, peaks })
    }

    /// Leaves so far.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Root of the tree so far.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.peaks
            .iter()
            .rev()
            .copied()
            .reduce(|right, left| node_hash(left, right))
            .unwrap_or_else(empty_root)
    }

    /// Adds one leaf hash and reports the nodes that became full, the leaf first.
    ///
    /// # Errors
    /// [`TreeError::TooLarge`]; nothing has changed then.
    pub fn push(&mut self, leaf: Hash, nodes: &mut Vec<(NodeId, Hash)>) -> Result<(), TreeError> {
        if self.size >= MAX_SIZE {
            return Err(TreeError::TooLarge);
        }
        let mut id = NodeId { level: 0, index: self.size };
        let mut hash = leaf;
        nodes.push((id, hash));
        while id.index % 2 == 1 {
            let left = self.peaks.pop().expect("an odd index has a left sibling among the peaks");
            id = NodeId { level: id.level + 1, index: id.index / 2 };
            hash = node_hash(left, hash);
            nodes.push((id, hash));
        }
        self.peaks.push(hash);
        self.size += 1;
        Ok(())
    }
}
