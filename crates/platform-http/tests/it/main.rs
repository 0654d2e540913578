//! What the edge keeps, on each engine.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod idempotency;
