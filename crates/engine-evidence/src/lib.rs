//! Append-only evidence log: RFC 6962 Merkle trees, C2SP checkpoints, proofs and their verification.
//!
//! An audit entry becomes a leaf ([`entry`]), leaves become a tree whose inner hashes live wherever the caller
//! keeps them ([`tree`]), the size and root are signed as a checkpoint ([`checkpoint`], [`note`]), and proofs
//! ([`proof`]) travel with entries in a file that anyone can check offline ([`bundle`]).
//!
//! Everything here is a pure function of its arguments: no clock, no randomness, no files. Proofs are made in
//! [`proof`] by the recursive definitions of RFC 6962 and checked in [`verify`] by the iterative algorithms of
//! RFC 9162, with no walk in common, so that one mistake cannot hide in both.

pub mod bundle;
pub mod canonical;
pub mod checkpoint;
mod encoding;
pub mod entry;
pub mod hash;
pub mod note;
pub mod proof;
pub mod report;
pub mod tree;
pub mod verify;
