//! Every proof of every tree of up to 130 leaves holds, and no changed one does; then trees of any size by chance.

use std::cell::RefCell;
use std::collections::BTreeSet;

use engine_evidence::hash::{Hash, leaf_hash, node_hash};
use engine_evidence::proof::{consistency_nodes, inclusion_nodes, make_consistency, make_inclusion};
use engine_evidence::tree::{Frontier, MAX_SIZE, NodeId, TreeError, append, peaks, root};
use engine_evidence::verify::{ProofError, root_of_leaves, verify_consistency, verify_inclusion};
use proptest::prelude::*;

use crate::support::{Log, numbered_leaves};

/// Beyond two levels of a tree of 64: every shape of right edge that small trees have.
const LARGEST: u64 = 130;

/// The definition of RFC 6962 section 2.1, as it stands there.
fn tree_hash(leaves: &[Hash]) -> Hash {
    match leaves {
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node_hash(tree_hash(left), tree_hash(right))
        }
    }
}

/// Ways to spoil a proof: each hash changed, swapped or dropped, and hashes too many.
fn spoiled(proof: &[Hash]) -> Vec<Vec<Hash>> {
    let mut all = Vec::new();
    for position in 0..proof.len() {
        let mut changed = proof.to_vec();
        changed[position].0[position % 32] ^= 1 << (position % 8);
        all.push(changed);
        let mut shorter = proof.to_vec();
        shorter.remove(position);
        all.push(shorter);
        if position > 0 {
            let mut swapped = proof.to_vec();
            swapped.swap(position - 1, position);
            all.push(swapped);
        }
    }
    let extra = leaf_hash(b"extra");
    all.push([&[extra], proof].concat());
    all.push([proof, &[extra]].concat());
    all.extend(proof.last().map(|last| [proof, &[*last]].concat()));
    all
}

fn changed(hash: Hash) -> Hash {
    let mut hash = hash;
    hash.0[31] ^= 0x80;
    hash
}

#[test]
fn every_root_agrees_with_the_definition() {
    let log = Log::of(&numbered_leaves(LARGEST));
    for size in 1..=LARGEST {
        let expected = tree_hash(&log.leaves[..size as usize]);
        assert_eq!(log.root_at(size), expected, "writer, {size} leaves");
        assert_eq!(root_of_leaves(&log.leaves[..size as usize]), expected, "verifier, {size} leaves");
    }
}

#[test]
fn every_inclusion_proof_holds_and_no_changed_one() {
    let log = Log::of(&numbered_leaves(LARGEST));
    for size in 1..=LARGEST {
        let root = log.root_at(size);
        for index in 0..size {
            let leaf = log.leaves[index as usize];
            let proof = log.inclusion(index, size);
            assert_eq!(verify_inclusion(leaf, index, size, &proof, root), Ok(()), "leaf {index} of {size}");
            for spoiled in spoiled(&proof) {
                assert!(
                    verify_inclusion(leaf, index, size, &spoiled, root).is_err(),
                    "leaf {index} of {size}: {spoiled:?}"
                );
            }
            assert!(verify_inclusion(changed(leaf), index, size, &proof, root).is_err());
            assert!(verify_inclusion(leaf, index, size, &proof, changed(root)).is_err());
            for other in (0..8).map(|bit| index ^ (1 << bit)).chain([size]) {
                assert!(verify_inclusion(leaf, other, size, &proof, root).is_err());
            }
        }
    }
}

#[test]
fn every_consistency_proof_holds_and_no_changed_one() {
    let log = Log::of(&numbered_leaves(LARGEST));
    for size in 0..=LARGEST {
        let root = log.root_at(size);
        for old_size in 0..=size {
            let old_root = log.root_at(old_size);
            let proof = log.consistency(old_size, size);
            let label = format!("{old_size} to {size}");
            assert_eq!(verify_consistency(old_size, old_root, size, root, &proof), Ok(()), "{label}");
            for spoiled in spoiled(&proof) {
                assert!(
                    verify_consistency(old_size, old_root, size, root, &spoiled).is_err(),
                    "{label}: {spoiled:?}"
                );
            }
            assert!(verify_consistency(old_size, changed(old_root), size, root, &proof).is_err(), "{label}");
            if old_size > 0 {
                assert!(
                    verify_consistency(old_size, old_root, size, changed(root), &proof).is_err(),
                    "{label}"
                );
            }
        }
    }
}

#[test]
fn a_rewritten_leaf_breaks_consistency() {
    let honest = Log::of(&numbered_leaves(40));
    for rewritten in 0..20 {
        let mut leaves = numbered_leaves(40);
        leaves[rewritten] = leaf_hash(b"rewritten");
        let forged = Log::of(&leaves);
        let (old_root, root) = (honest.root_at(20), forged.root_at(40));
        let result = verify_consistency(20, old_root, 40, root, &forged.consistency(20, 40));
        assert!(matches!(result, Err(ProofError::OldRoot { .. })), "leaf {rewritten}: {result:?}");
        assert!(verify_consistency(20, old_root, 40, root, &honest.consistency(20, 40)).is_err());
    }
}

#[test]
fn impossible_requests_are_named() {
    let none = |_: NodeId| None;
    assert_eq!(make_inclusion(3, 3, none), Err(TreeError::IndexOutside { index: 3, size: 3 }));
    assert_eq!(make_consistency(4, 3, none), Err(TreeError::SizesReversed { old_size: 4, size: 3 }));
    assert_eq!(make_inclusion(0, u64::MAX, none), Err(TreeError::TooLarge));
    assert_eq!(make_consistency(1, u64::MAX, none), Err(TreeError::TooLarge));
    assert_eq!(root(u64::MAX, none), Err(TreeError::TooLarge));
    assert_eq!(root(3, none), Err(TreeError::MissingNode(NodeId { level: 1, index: 0 })));
    assert_eq!(make_inclusion(1, 2, none), Err(TreeError::MissingNode(NodeId { level: 0, index: 0 })));
    let leaf = leaf_hash(b"");
    assert_eq!(verify_inclusion(leaf, 1, 1, &[], leaf), Err(ProofError::IndexOutside { index: 1, size: 1 }));
    assert_eq!(
        verify_consistency(2, leaf, 1, leaf, &[]),
        Err(ProofError::SizesReversed { old_size: 2, size: 1 })
    );
}

#[test]
fn a_full_log_refuses_another_leaf() {
    let all = append(MAX_SIZE, &[leaf_hash(b"")], uniform);
    assert_eq!(all, Err(TreeError::TooLarge));
    let last = append(MAX_SIZE - 1, &[leaf_hash(b"")], uniform).unwrap();
    assert_eq!(last.size, MAX_SIZE);
}

/// Nodes of a log whose leaves are all alike, so that a log of any size can be looked up without being stored.
fn uniform(id: NodeId) -> Option<Hash> {
    let leaf = leaf_hash(b"alike");
    Some((0..id.level).fold(leaf, |hash, _| node_hash(hash, hash)))
}

proptest! {
    #[test]
    fn batches_of_any_cut_make_the_same_log(count in 0_u64..300, cuts in prop::collection::vec(0_u64..300, 0..6)) {
        let leaves = numbered_leaves(count);
        let mut frontier = Frontier::default();
        let mut pushed = Vec::new();
        for leaf in &leaves {
            frontier.push(*leaf, &mut pushed).unwrap();
        }
        prop_assert!(pushed.len() as u64 <= count * 2);

        let cuts: BTreeSet<u64> = cuts.into_iter().map(|cut| cut.min(count)).chain([count]).collect();
        let mut log = Log::default();
        for cut in cuts {
            let batch = &leaves[log.size as usize..cut as usize];
            log.append(batch);
        }
        prop_assert_eq!(log.root_at(count), frontier.root());
        for (id, hash) in pushed {
            prop_assert_eq!(log.node(id), Some(hash));
        }
    }

    #[test]
    fn only_the_named_nodes_are_looked_up(index in 0..=MAX_SIZE, size in 1..=MAX_SIZE) {
        let (index, size) = (index.min(size - 1), size);
        let asked = RefCell::new(BTreeSet::new());
        let lookup = |id: NodeId| {
            asked.borrow_mut().insert(id);
            uniform(id)
        };
        let named = |nodes: Vec<NodeId>| nodes.into_iter().collect::<BTreeSet<_>>();
        for id in peaks(size) {
            prop_assert!((id.index + 1) << id.level <= size);
        }
        root(size, lookup).unwrap();
        prop_assert_eq!(asked.take(), named(peaks(size)));
        make_inclusion(index, size, lookup).unwrap();
        prop_assert_eq!(asked.take(), named(inclusion_nodes(index, size).unwrap()));
        make_consistency(index, size, lookup).unwrap();
        prop_assert_eq!(asked.take(), named(consistency_nodes(index, size).unwrap()));
    }

    #[test]
    fn proofs_of_huge_logs_hold(index in 0..=MAX_SIZE, size in 1..=MAX_SIZE) {
        let (old_size, index) = (index.min(size), index.min(size - 1));
        let (old_root, root) = (root(old_size, uniform).unwrap(), root(size, uniform).unwrap());
        let path = make_inclusion(index, size, uniform).unwrap();
        prop_assert_eq!(verify_inclusion(leaf_hash(b"alike"), index, size, &path, root), Ok(()));
        let path = make_consistency(old_size, size, uniform).unwrap();
        prop_assert_eq!(verify_consistency(old_size, old_root, size, root, &path), Ok(()));
    }
}
