//! The promises of `engine-evidence`, through its public functions.

mod bundles;
mod entries;
mod exhaustive;
mod garbage;
mod notes;
mod support;
mod vectors;
