//! What notifications promise, on every engine.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod notifications;
