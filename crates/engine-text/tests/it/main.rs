//! What the crate promises, seen from outside.

mod hygiene;
mod search;
