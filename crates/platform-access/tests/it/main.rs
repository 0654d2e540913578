//! What access promises, on every engine.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod agreement;
mod cards;
mod changes;
mod levels;
mod memory;
mod support;
