//! Event streams committed with the data, their consumers, jobs and leases.
//!
//! An event is a row in the same transaction as the change it tells of (transactional outbox). Consumers read the log
//! behind a cursor, in order, at least once. What is committed in this process also goes at once to the live side.

mod consume;
pub mod figures;
mod follow;
mod jobs;
mod lease;
mod log;
mod node;
mod office;
#[cfg(test)]
mod simulation;
mod wake;

use platform_db::{Migration, Migrations};

pub use consume::{Consumer, Runner, restart_consumers};
pub use follow::{Followed, Follower, Observer, Step};
pub use jobs::{Job, JobInfo, JobKind, JobState, Jobs, NewJob};
pub use lease::{Lease, acquire_lease, release_lease};
pub use log::{Event, Events, NewEvent, place_all, read_stream, stream_head};
pub use node::{NodeNumber, is_served, use_of};
pub use office::{begin_anew, office_id};

/// A boxed future, as handlers return it.
pub type BoxFuture<'a, T> = futures_util::future::BoxFuture<'a, T>;

/// Tables of this crate.
pub const MIGRATIONS: Migrations = Migrations {
    owner: "events",
    files: &[
        Migration { name: "0001_events", sql: include_str!("../migrations/0001_events.sql") },
        Migration { name: "0002_again", sql: include_str!("../migrations/0002_again.sql") },
        Migration { name: "0003_bus", sql: include_str!("../migrations/0003_bus.sql") },
    ],
};
