//! Time, ids and folders of a test: the same in every run.

use kernel::{Clock, Ids, Millis};
use tempfile::TempDir;

/// When every test begins: Monday, 2026-01-05T09:00:00+08:00.
pub const START: Millis = Millis(1_767_574_800_000);

/// A clock that stands at [`START`] until the test moves it.
#[must_use]
pub fn clock() -> Clock {
    Clock::manual(START)
}

/// Ids of node 1 by this clock.
#[must_use]
pub fn ids(clock: &Clock) -> Ids {
    Ids::new(1, clock.clone())
}

/// A new empty folder, removed when the value is dropped.
///
/// # Panics
/// When the system has no place for it.
#[must_use]
pub fn folder() -> TempDir {
    tempfile::Builder::new().prefix("courtyard-test-").tempdir().expect("no folder for temporary files")
}
