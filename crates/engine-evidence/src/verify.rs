//! Checking proofs, by the iterative algorithms of RFC 9162 sections 2.1.3.2 and 2.1.4.2. Shares nothing but the hash
//! functions with [`crate::proof`] and [`crate::tree`].

use serde::Serialize;

use crate::hash::{Hash, empty_root, node_hash};

/// Why a proof does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProofError {
    /// The index is not below the size.
    #[error("leaf {index} lies outside a tree of {size}")]
    IndexOutside {
        /// Index of the leaf.
        index: u64,
        /// Leaves in the tree.
        size: u64,
    },
    /// The earlier tree is larger than the later one.
    #[error("the earlier tree has {old_size} leaves, the later one only {size}")]
    SizesReversed {
        /// Leaves of the tree said to be earlier.
        old_size: u64,
        /// Leaves of the tree said to be later.
        size: u64,
    },
    /// The proof has more or fewer hashes than these sizes need.
    #[error("the proof has a wrong number of hashes: {found}")]
    Length {
        /// Hashes in the proof.
        found: usize,
    },
    /// The proof leads to another root.
    #[error("the proof leads to root {computed}, not to {expected}")]
    Root {
        /// Root the proof leads to.
        computed: Hash,
        /// Root that was signed.
        expected: Hash,
    },
    /// The proof leads to another root of the earlier tree.
    #[error("the proof leads to the earlier root {computed}, not to {expected}")]
    OldRoot {
        /// Root the proof leads to.
        computed: Hash,
        /// Root that was signed earlier.
        expected: Hash,
    },
}

/// Checks that the leaf with hash `leaf` is number `index` in the tree of `size` leaves with this `root`.
///
/// # Errors
/// The first thing that is wrong; never [`ProofError::SizesReversed`] or [`ProofError::OldRoot`].
pub fn verify_inclusion(
    leaf: Hash,
    index: u64,
    size: u64,
    path: &[Hash],
    root: Hash,
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::IndexOutside { index, size });
    }
    let wrong_length = ProofError::Length { found: path.len() };
    let (mut node, mut last) = (index, size - 1);
    let mut computed = leaf;
    for sibling in path {
        if last == 0 {
            return Err(wrong_length);
        }
        if node & 1 == 1 || node == last {
            computed = node_hash(*sibling, computed);
            // The last node of a level without a sibling is moved up as it is.
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            computed = node_hash(computed, *sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(wrong_length);
    }
    expect_root(computed, root)
}

/// Checks that the tree of `old_size` leaves and `old_root` is a beginning of the tree of `size` leaves and `root`.
///
/// # Errors
/// The first thing that is wrong; never [`ProofError::IndexOutside`].
pub fn verify_consistency(
    old_size: u64,
    old_root: Hash,
    size: u64,
    root: Hash,
    path: &[Hash],
) -> Result<(), ProofError> {
    if old_size > size {
        return Err(ProofError::SizesReversed { old_size, size });
    }
    let wrong_length = ProofError::Length { found: path.len() };
    if old_size == 0 || old_size == size {
        if !path.is_empty() {
            return Err(wrong_length);
        }
        if old_size == 0 {
            expect_old_root(empty_root(), old_root)?;
        }
        return if old_size == size { expect_root(old_root, root) } else { Ok(()) };
    }
    // A full old tree is itself the first node of the walk, and the proof leaves it out.
    let (start, path) = match path.split_first() {
        _ if old_size.is_power_of_two() => (old_root, path),
        Some((first, rest)) => (*first, rest),
        None => return Err(wrong_length),
    };
    let (mut node, mut last) = (old_size - 1, size - 1);
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    let (mut old_computed, mut computed) = (start, start);
    for sibling in path {
        if last == 0 {
            return Err(wrong_length);
        }
        if node & 1 == 1 || node == last {
            old_computed = node_hash(*sibling, old_computed);
            computed = node_hash(*sibling, computed);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            computed = node_hash(computed, *sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(wrong_length);
    }
    expect_old_root(old_computed, old_root)?;
    expect_root(computed, root)
}

/// Root of a tree from all its leaf hashes, level by level.
#[must_use]
pub fn root_of_leaves(leaves: &[Hash]) -> Hash {
    let mut level = leaves.to_vec();
    while level.len() > 1 {
        level = level
            .chunks(2)
            .map(|pair| match pair {
                [left, right] => node_hash(*left, *right),
                lone => lone[0],
            })
            .collect();
    }
    level.first().copied().unwrap_or_else(empty_root)
}

fn expect_root(computed: Hash, expected: Hash) -> Result<(), ProofError> {
    if computed == expected { Ok(()) } else { Err(ProofError::Root { computed, expected }) }
}

fn expect_old_root(computed: Hash, expected: Hash) -> Result<(), ProofError> {
    if computed == expected { Ok(()) } else { Err(ProofError::OldRoot { computed, expected }) }
}
