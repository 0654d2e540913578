//! Notifications inside the office.
//!
//! A notification is a row: whom, what kind, a few facts, where it leads. Its words are made when it is read, in the
//! reader's language, from the templates of its kind. The live side hears of it after the commit.

mod error;
mod notify;
mod store;
mod texts;

use platform_db::{Migration, Migrations};

pub use error::{ALL, TOO_LARGE};
pub use notify::{NewNotification, Notification, Notify, OnAdded, Read};
pub use texts::{NotificationKind, Text, Words};

/// Tables of this crate.
pub const MIGRATIONS: Migrations = Migrations {
    owner: "notify",
    files: &[Migration { name: "0001_notify", sql: include_str!("../migrations/0001_notify.sql") }],
};

/// Notifications kept for a person in an organisation; older ones are dropped. Nobody reads further back, and what they
/// tell of is kept where it happened.
pub const KEPT: u32 = 1_000;
/// Bytes of the params as JSON: names and titles, never content.
pub const MAX_PARAMS: usize = 4_096;
