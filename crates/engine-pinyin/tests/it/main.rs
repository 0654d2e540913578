//! What the crate promises, seen from outside.

mod index;
mod names;
mod properties;
