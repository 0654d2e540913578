//! The audit log: sign-ins and admin acts in an append-only log with Merkle proofs.
//!
//! An entry is written in the transaction of the act it tells of, with its place, its leaf and the nodes it completes:
//! act and evidence exist together or not at all. Heads of the log are signed at most once a second. What
//! [`Audit::export`] gives is checked by `courtyard evidence verify`, which needs neither server nor database.
//!
//! The row of the log is locked from the first entry of a transaction to its end; entries are few (sign-ins and acts of
//! administrators), so record them last.

mod audit;
mod error;
mod key;
mod list;
mod prove;
mod store;
mod texts;

use platform_db::{Migration, Migrations};

pub use audit::{Audit, AuditEntry, AuditOptions, Target};
pub use error::{ALL, ENTRY_NOT_FOUND, EXPORT_TOO_LARGE, KEY_SEALED, TAMPERED};
pub use list::{AuditFilter, AuditRecord};
pub use prove::EntryProof;
pub use texts::{AuditKind, AuditWord};

/// Tables of this crate.
pub const MIGRATIONS: Migrations = Migrations {
    owner: "audit",
    files: &[Migration { name: "0001_audit", sql: include_str!("../migrations/0001_audit.sql") }],
};
