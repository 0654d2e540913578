//! What search promises, on every engine.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access;
mod filling;
mod filters;
mod hostile;
mod support;
mod words;
