//! What modules tell each other: events, ports and object kinds.
//!
//! A module never depends on a module; it depends on these words. A port has at most seven methods.

pub mod chat;
pub mod people;
