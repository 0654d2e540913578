//! Making proofs, by the recursive definitions of RFC 6962 sections 2.1.1 and 2.1.2. Checking them is [`crate::verify`].

use std::ops::Range;

use crate::hash::{Hash, node_hash};
use crate::tree::{MAX_SIZE, NodeId, TreeError, peaks};

/// Proof that leaf `index` is in the tree of `size` leaves: the hashes of the neighbouring subtrees from the leaf up.
/// `lookup` is asked only for [`inclusion_nodes`]`(index, size)`.
///
/// # Errors
/// [`TreeError::IndexOutside`], [`TreeError::TooLarge`] or [`TreeError::MissingNode`].
pub fn make_inclusion(
    index: u64,
    size: u64,
    lookup: impl Fn(NodeId) -> Option<Hash>,
) -> Result<Vec<Hash>, TreeError> {
    hash_each(inclusion_ranges(index, size)?, lookup)
}

/// Proof that the tree of `old_size` leaves is a beginning of the tree of `size` leaves. Empty when the sizes are
/// equal or the old tree had no leaves. `lookup` is asked only for [`consistency_nodes`]`(old_size, size)`.
///
/// # Errors
/// [`TreeError::SizesReversed`], [`TreeError::TooLarge`] or [`TreeError::MissingNode`].
pub fn make_consistency(
    old_size: u64,
    size: u64,
    lookup: impl Fn(NodeId) -> Option<Hash>,
) -> Result<Vec<Hash>, TreeError> {
    hash_each(consistency_ranges(old_size, size)?, lookup)
}

/// Stored nodes that [`make_inclusion`] will ask for, so that they can be fetched at once.
///
/// # Errors
/// [`TreeError::IndexOutside`] or [`TreeError::TooLarge`].
pub fn inclusion_nodes(index: u64, size: u64) -> Result<Vec<NodeId>, TreeError> {
    Ok(inclusion_ranges(index, size)?.into_iter().flat_map(full_nodes).collect())
}

/// Stored nodes that [`make_consistency`] will ask for, so that they can be fetched at once.
///
/// # Errors
/// [`TreeError::SizesReversed`] or [`TreeError::TooLarge`].
pub fn consistency_nodes(old_size: u64, size: u64) -> Result<Vec<NodeId>, TreeError> {
    Ok(consistency_ranges(old_size, size)?.into_iter().flat_map(full_nodes).collect())
}

/// `PATH(index, D[size])`: which leaf ranges the hashes of the proof cover.
fn inclusion_ranges(index: u64, size: u64) -> Result<Vec<Range<u64>>, TreeError> {
    if index >= size {
        return Err(TreeError::IndexOutside { index, size });
    }
    if size > MAX_SIZE {
        return Err(TreeError::TooLarge);
    }
    let mut ranges = Vec::new();
    let mut tree = 0..size;
    while tree.end - tree.start > 1 {
        let middle = split(&tree);
        if index < middle {
            ranges.push(middle..tree.end);
            tree.end = middle;
        } else {
            ranges.push(tree.start..middle);
            tree.start = middle;
        }
    }
    ranges.reverse();
    Ok(ranges)
}

/// `PROOF(old_size, D[size])`: which leaf ranges the hashes of the proof cover.
fn consistency_ranges(old_size: u64, size: u64) -> Result<Vec<Range<u64>>, TreeError> {
    if old_size > size {
        return Err(TreeError::SizesReversed { old_size, size });
    }
    if size > MAX_SIZE {
        return Err(TreeError::TooLarge);
    }
    if old_size == 0 {
        return Ok(Vec::new());
    }
    let mut ranges = Vec::new();
    let mut tree = 0..size;
    while tree.end != old_size {
        let middle = split(&tree);
        if old_size <= middle {
            ranges.push(middle..tree.end);
            tree.end = middle;
        } else {
            ranges.push(tree.start..middle);
            tree.start = middle;
        }
    }
    // A subtree that begins at leaf 0 is the old tree itself, whose root the verifier already has.
    if tree.start > 0 {
        ranges.push(tree);
    }
    ranges.reverse();
    Ok(ranges)
}

/// First leaf of the right child: the left child holds the largest power of two below the number of leaves.
fn split(tree: &Range<u64>) -> u64 {
    tree.start + (tree.end - tree.start).next_power_of_two() / 2
}

/// The stored nodes that cover a subtree, left to right. A subtree begins at a multiple of a power of two not smaller
/// than itself, so its nodes lie like the peaks of a tree of its size, moved right.
fn full_nodes(tree: Range<u64>) -> Vec<NodeId> {
    let mut nodes = peaks(tree.end - tree.start);
    for node in &mut nodes {
        node.index += tree.start >> node.level;
    }
    nodes
}

fn hash_each(
    ranges: Vec<Range<u64>>,
    lookup: impl Fn(NodeId) -> Option<Hash>,
) -> Result<Vec<Hash>, TreeError> {
    ranges.into_iter().map(|range| hash_range(range, &lookup)).collect()
}

fn hash_range(range: Range<u64>, lookup: impl Fn(NodeId) -> Option<Hash>) -> Result<Hash, TreeError> {
    let stored = |id| lookup(id).ok_or(TreeError::MissingNode(id));
    let mut nodes = full_nodes(range);
    let last = nodes.pop().expect("a range of a proof holds at least one leaf");
    nodes.into_iter().rev().try_fold(stored(last)?, |right, left| Ok(node_hash(stored(left)?, right)))
}
