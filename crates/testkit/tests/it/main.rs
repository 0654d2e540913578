//! The test kit keeps its promises.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod contract;
mod postgres;
mod store;
mod wait;
