//! The whole office in one file, and back: whichever engine it lies in, whichever it goes to.
//!
//! A backup holds every table as lines of JSON, the objects of the store of files as they lie there (encrypted where
//! they are), and a manifest with the migrations applied, the rows and a SHA-256 of each part. The search index is not
//! part of it: it is made anew. With a master key the file is sealed under it. The form is described in
//! `docs/ops/backup.md`.

mod container;
pub mod error;
mod files;
mod manifest;
mod place;
mod put;
mod row;
mod take;

use platform_db::Migrations;

pub(crate) use place::remove_database;
pub use put::{RestoreOptions, Restored, restore};
pub use take::{BackupOptions, Taken, back_up};

/// A database in which this table holds a row is somebody's office.
pub(crate) const OCCUPIED_BY: &str = "people_orgs";
/// Whose tables are not part of a backup: what they hold is made anew from the others.
const LEFT_OUT: &str = platform_search::MIGRATIONS.owner;

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress<'a> {
    /// Rows of a table.
    Table {
        /// Its name.
        name: &'a str,
        /// Rows done.
        done: u64,
        /// Rows of it.
        of: u64,
    },
    /// Rows of a copied table that were compared with those they were copied from.
    Compared {
        /// Its name.
        name: &'a str,
        /// Rows done.
        done: u64,
        /// Rows of it.
        of: u64,
    },
    /// Objects of the store of files.
    Files {
        /// Objects done.
        done: u64,
        /// Objects of all.
        of: u64,
        /// Bytes done.
        bytes: u64,
    },
}

/// Who is told how far it is. Called often; must be quick.
pub type Tell<'a> = &'a mut dyn FnMut(Progress<'_>);

/// The migrations whose tables are part of a backup.
pub(crate) fn kept(mut sets: Vec<Migrations>) -> Vec<Migrations> {
    sets.retain(|set| set.owner != LEFT_OUT);
    sets
}
