//! The promises of `platform-blob`, through its public functions, on both engines.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod contents;
mod faults;
mod files;
mod keys;
mod s3;
mod support;
mod uploads;
