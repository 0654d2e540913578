//! Append-only evidence log: RFC 6962 Merkle trees, C2SP checkpoints, proofs and their verification.
