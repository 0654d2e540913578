//! What a backup says about itself. Its fields are only ever added to; a change that an older program would misread
//! raises [`VERSION`].

use kernel::Millis;
use platform_db::{Applied, ColumnKind, Table};
use serde::{Deserialize, Serialize};

/// The form of backups that this program writes, and the newest it reads.
pub(super) const VERSION: u32 = 1;

/// The part `manifest.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The form of the backup.
    pub(super) version: u32,
    /// The program that wrote it.
    pub(super) program: String,
    /// The moment it shows.
    pub(super) taken_at: Millis,
    /// Migrations that had been applied.
    pub(super) schema: Vec<Migrated>,
    /// Every table.
    pub(super) tables: Vec<TablePart>,
    /// Files; absent when they were left out.
    pub(super) files: Option<FileParts>,
    /// Ids of the master keys without which the office does not open.
    pub(super) keys: Vec<String>,
}

/// A migration that had been applied.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Migrated {
    owner: String,
    name: String,
    checksum: String,
    applied_at: Millis,
}

impl From<Applied> for Migrated {
    fn from(applied: Applied) -> Self {
        let Applied { owner, name, checksum, applied_at } = applied;
        Self { owner, name, checksum, applied_at }
    }
}

impl From<Migrated> for Applied {
    fn from(migrated: Migrated) -> Self {
        let Migrated { owner, name, checksum, applied_at } = migrated;
        Self { owner, name, checksum, applied_at }
    }
}

/// A part and what it must be.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Part {
    /// Name of the part.
    pub(super) name: String,
    /// Its bytes, uncompressed.
    pub(super) bytes: u64,
    /// SHA-256 of them, in hexadecimal.
    pub(super) sha256: String,
}

/// A table: a row a line, each a JSON array of its values in the order of `columns`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct TablePart {
    /// Name of the table.
    pub(super) table: String,
    /// Its columns.
    pub(super) columns: Vec<ColumnPart>,
    /// How many rows.
    pub(super) rows: u64,
    /// Where they are.
    pub(super) part: Part,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ColumnPart {
    pub(super) name: String,
    /// How its values are written.
    pub(super) kind: Kind,
}

/// How a value is written; `null` is NULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    /// A whole number; BOOLEAN as 0 or 1, because SQLite knows no other.
    Int,
    /// A string that holds a decimal number, so that no reader rounds it.
    Real,
    /// A string.
    Text,
    /// A string of base64.
    Blob,
}

impl From<ColumnKind> for Kind {
    fn from(kind: ColumnKind) -> Self {
        match kind {
            ColumnKind::Bool | ColumnKind::Int => Self::Int,
            ColumnKind::Real => Self::Real,
            ColumnKind::Text => Self::Text,
            ColumnKind::Blob => Self::Blob,
        }
    }
}

/// The columns of a table as a backup writes them.
pub(super) fn columns(table: &Table) -> Vec<ColumnPart> {
    table
        .columns
        .iter()
        .map(|column| ColumnPart { name: column.name.clone(), kind: column.kind.into() })
        .collect()
}

/// Objects of the store of files, as they lay there: encrypted where they are.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct FileParts {
    /// How many.
    pub(super) objects: u64,
    /// Their bytes together.
    pub(super) bytes: u64,
    /// Parts that hold them one after the other, each behind a line of JSON that names it.
    pub(super) parts: Vec<Part>,
    /// Objects that the database names and the store did not have.
    pub(super) missing: Vec<String>,
}
