//! All SQL of the crate.

pub(crate) mod blobs;
pub(crate) mod files;
pub(crate) mod garbage;
pub(crate) mod uploads;
pub(crate) mod usage;

use platform_db::{DbResult, Row};

use crate::content::Stored;
use crate::keys::WrappedKey;

/// `object, size, key_id, wrapped_key` from column `i` on.
fn stored(row: &Row, i: usize) -> DbResult<Stored> {
    let key_id: Option<String> = row.get(i + 2)?;
    let bytes: Option<Vec<u8>> = row.get(i + 3)?;
    let key = key_id.zip(bytes).map(|(key_id, bytes)| WrappedKey { key_id, bytes });
    Ok(Stored { object: row.get(i)?, size: row.get(i + 1)?, key })
}

/// The two columns of a key.
fn key_columns(stored: &Stored) -> (Option<String>, Option<Vec<u8>>) {
    stored.key.clone().map(|key| (key.key_id, key.bytes)).unzip()
}
