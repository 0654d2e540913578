//! Files by content hash in a folder or S3, encrypted at rest, uploaded in resumable parts.
//!
//! Three layers: *objects* are what lies in the store; a *content* is stored once, under the SHA-256 of its plain
//! bytes ([`Blobs::put`], [`Blobs::get`]); a *file* is somebody's content with a name and a type. Bytes go through as
//! streams; no content is ever in memory as a whole, but for a picture of which a thumbnail is made.

mod blobs;
mod content;
mod detect;
mod envelope;
pub mod error;
mod files;
mod hash;
mod jobs;
mod keys;
mod name;
mod objects;
mod options;
mod picture;
mod raw;
mod s3;
mod scale;
mod seal;
mod store;
mod thumbs;
mod uploads;

use platform_db::{Migration, Migrations};

pub use blobs::{BlobRef, Blobs};
pub use content::{Content, ContentStream};
pub use envelope::{ENVELOPE, EnvelopeReader, EnvelopeWriter};
pub use files::{File, FileKind, NewFile, Owner, Usage};
pub use hash::{ContentHash, NotAHash};
pub use jobs::{Expired, Rewrapped, Swept};
pub use keys::MasterKey;
pub use options::{BlobOptions, Limits, S3Options, StoreOptions};
pub use picture::ThumbSize;
pub use raw::{OBJECT_TABLES, RawObject, RawStore, RawWriter};
pub use thumbs::Thumbnail;
pub use uploads::{NewUpload, PART_BYTES, UPLOAD_LIFE_MS, Upload};

/// Tables of this crate.
pub const MIGRATIONS: Migrations = Migrations {
    owner: "blob",
    files: &[Migration { name: "0001_files", sql: include_str!("../migrations/0001_files.sql") }],
};
