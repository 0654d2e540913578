//! The audit log: sign-ins and admin acts in an append-only log with Merkle proofs.
