//! Files people sent: copied as they lie in their store, encrypted or not, and read back.

use futures_util::StreamExt;
use kernel::{Error, Result};
use platform_blob::{OBJECT_TABLES, RawObject, RawStore};
use platform_db::{Row, Snapshot, Table};
use sha2::{Digest, Sha256};

use super::error::DIFFERS;
use crate::backup::{Progress, Tell};

/// Rows read at once.
const PAGE: u32 = 1_000;

/// What was copied.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Objects {
    pub(super) count: u64,
    pub(super) bytes: u64,
    /// What the database names and the store did not have.
    pub(super) missing: u64,
}

/// Copies every object that a row names and the target does not have, and compares all of them byte by byte.
pub(super) async fn copy(
    source: &mut Snapshot,
    tables: &[Table],
    (from, to): &(RawStore, RawStore),
    tell: Tell<'_>,
) -> Result<Objects> {
    let mut objects = Objects::default();
    for table in tables.iter().filter(|table| OBJECT_TABLES.contains(&table.name.as_str())) {
        let of = source.count(table).await?;
        let (mut done, mut last): (u64, Option<Row>) = (0, None);
        loop {
            let page = source.page(table, last.as_ref(), PAGE).await?;
            for row in &page {
                tell(Progress::Files { done, of, bytes: objects.bytes });
                let columns = table.columns.iter().map(|column| column.name.as_str());
                let object = RawObject::of_row(columns, row.values())?;
                match one(&object, from, to).await? {
                    Some(bytes) => {
                        objects.count += 1;
                        objects.bytes += bytes;
                    }
                    None => objects.missing += 1,
                }
                done += 1;
            }
            match page.into_iter().next_back() {
                Some(row) => last = Some(row),
                None => break,
            }
        }
    }
    Ok(objects)
}

/// Copies an object unless it is there; its bytes, or `None` when there is nothing to copy.
async fn one(object: &RawObject, from: &RawStore, to: &RawStore) -> Result<Option<u64>> {
    if to.len(&object.name).await? != Some(object.len) {
        let Some(mut content) = from.read(object).await? else { return Ok(None) };
        let mut writer = to.write(&object.name).await?;
        while let Some(bytes) = content.next().await {
            let written = match bytes {
                Ok(bytes) => writer.write(bytes).await,
                Err(error) => Err(error),
            };
            if let Err(error) = written {
                writer.abort().await;
                return Err(error);
            }
        }
        writer.finish().await?;
    }
    if digest(from, object).await? != digest(to, object).await? {
        return Err(Error::new(&DIFFERS).with("what", &object.name));
    }
    Ok(Some(object.len))
}

async fn digest(store: &RawStore, object: &RawObject) -> Result<Option<[u8; 32]>> {
    let Some(mut content) = store.read(object).await? else { return Ok(None) };
    let mut sha256 = Sha256::new();
    while let Some(bytes) = content.next().await {
        sha256.update(&bytes?);
    }
    Ok(Some(sha256.finalize().into()))
}
