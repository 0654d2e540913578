//! Uploads under way and their parts.

use kernel::{Id, Millis};
use platform_db::{DbResult, Row, Tx, args};

use super::{garbage, key_columns, stored};
use crate::content::{Stored, Written};
use crate::files::Owner;
use crate::hash::ContentHash;

/// An upload as stored.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) id: Id,
    pub(crate) owner: Owner,
    pub(crate) name: String,
    pub(crate) size: u64,
    pub(crate) declared_type: Option<String>,
    pub(crate) sha256: Option<ContentHash>,
    pub(crate) received: u64,
    pub(crate) parts: i64,
    pub(crate) attempt: i64,
    pub(crate) finishing_until: Millis,
    pub(crate) file: Option<Id>,
    pub(crate) created_at: Millis,
    pub(crate) touched_at: Millis,
}

macro_rules! columns {
    () => {
        "id, org_id, owner_id, name, size, declared_type, sha256, received, parts, attempt, finishing_until, file_id, created_at, touched_at"
    };
}

fn entry(row: &Row) -> DbResult<Entry> {
    Ok(Entry {
        id: row.get(0)?,
        owner: Owner { org: row.get(1)?, user: row.get(2)? },
        name: row.get(3)?,
        size: row.get(4)?,
        declared_type: row.get(5)?,
        sha256: row.get(6)?,
        received: row.get(7)?,
        parts: row.get(8)?,
        attempt: row.get(9)?,
        finishing_until: row.get(10)?,
        file: row.get(11)?,
        created_at: row.get(12)?,
        touched_at: row.get(13)?,
    })
}

pub(crate) async fn insert(tx: &mut Tx, upload: &Entry) -> DbResult<()> {
    tx.exec(
        concat!(
            "INSERT INTO blob_uploads (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, 0, NULL, $8, $8)"
        ),
        args![
            upload.id,
            upload.owner.org,
            upload.owner.user,
            &upload.name,
            upload.size as i64,
            upload.declared_type.clone(),
            upload.sha256,
            upload.created_at
        ],
    )
    .await?;
    Ok(())
}

/// An upload of its owner.
pub(crate) async fn find(tx: &mut Tx, owner: Owner, id: Id) -> DbResult<Option<Entry>> {
    let sql =
        concat!("SELECT ", columns!(), " FROM blob_uploads WHERE id = $1 AND org_id = $2 AND owner_id = $3");
    tx.opt(sql, args![id, owner.org, owner.user]).await?.as_ref().map(entry).transpose()
}

/// How many uploads of a person are not files yet.
pub(crate) async fn count_open(tx: &mut Tx, owner: Owner) -> DbResult<u32> {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS open FROM blob_uploads
               WHERE org_id = $1 AND owner_id = $2 AND file_id IS NULL";
    tx.one(sql, args![owner.org, owner.user]).await?.get(0)
}

/// Begins an append at `offset`: from now on only this attempt may add parts. `None` when the upload does not stand
/// there.
pub(crate) async fn begin_append(
    tx: &mut Tx,
    owner: Owner,
    id: Id,
    offset: u64,
    now: Millis,
) -> DbResult<Option<Entry>> {
    tx.opt(
        concat!(
            "UPDATE blob_uploads SET attempt = attempt + 1, touched_at = $5
             WHERE id = $1 AND org_id = $2 AND owner_id = $3 AND received = $4 AND file_id IS NULL
               AND finishing_until <= $5 RETURNING ",
            columns!()
        ),
        args![id, owner.org, owner.user, offset as i64, now],
    )
    .await?
    .as_ref()
    .map(entry)
    .transpose()
}

/// Adds a part, unless another attempt began meanwhile; whether it was added.
pub(crate) async fn add_part(
    tx: &mut Tx,
    id: Id,
    attempt: i64,
    number: i64,
    part: &Written,
    now: Millis,
) -> DbResult<bool> {
    let changed = tx
        .exec(
            "UPDATE blob_uploads SET received = received + $3, parts = parts + 1, touched_at = $4
             WHERE id = $1 AND attempt = $2 AND file_id IS NULL",
            args![id, attempt, part.stored.size as i64, now],
        )
        .await?;
    if changed == 0 {
        return Ok(false);
    }
    let (key_id, wrapped) = key_columns(&part.stored);
    tx.exec(
        "INSERT INTO blob_parts (upload_id, number, size, hash, object, key_id, wrapped_key)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![id, number, part.stored.size as i64, part.hash, &part.stored.object, key_id, wrapped],
    )
    .await?;
    Ok(true)
}

/// The parts in order. Their number is bounded by the largest file.
pub(crate) async fn parts(tx: &mut Tx, id: Id) -> DbResult<Vec<Written>> {
    tx.all(
        "SELECT hash, object, size, key_id, wrapped_key FROM blob_parts WHERE upload_id = $1 ORDER BY number",
        args![id],
    )
    .await?
    .iter()
    .map(|row| Ok(Written { hash: row.get(0)?, stored: stored(row, 1)? }))
    .collect()
}

/// Forgets the parts and gives their objects up, but for one that something else refers to.
pub(crate) async fn remove_parts(tx: &mut Tx, id: Id, but: Option<&str>, now: Millis) -> DbResult<()> {
    let removed = tx.all("DELETE FROM blob_parts WHERE upload_id = $1 RETURNING object", args![id]).await?;
    for row in &removed {
        let object: String = row.get(0)?;
        if but != Some(object.as_str()) {
            garbage::give_up(tx, &object, now).await?;
        }
    }
    Ok(())
}

/// Begins to put the file together, for one at a time until `until`. `None` when not all bytes are here, when it is a
/// file already, or while somebody else does.
pub(crate) async fn begin_finish(
    tx: &mut Tx,
    owner: Owner,
    id: Id,
    now: Millis,
    until: Millis,
) -> DbResult<Option<Entry>> {
    tx.opt(
        concat!(
            "UPDATE blob_uploads SET attempt = attempt + 1, finishing_until = $5, touched_at = $4
             WHERE id = $1 AND org_id = $2 AND owner_id = $3 AND received = size AND file_id IS NULL
               AND finishing_until <= $4 RETURNING ",
            columns!()
        ),
        args![id, owner.org, owner.user, now, until],
    )
    .await?
    .as_ref()
    .map(entry)
    .transpose()
}

/// Says until when the file is being put together; in the past: no longer.
pub(crate) async fn set_finishing(tx: &mut Tx, id: Id, attempt: i64, until: Millis) -> DbResult<()> {
    let sql = "UPDATE blob_uploads SET finishing_until = $3 WHERE id = $1 AND attempt = $2";
    tx.exec(sql, args![id, attempt, until]).await?;
    Ok(())
}

/// Says which file the upload became; whether this attempt was still the latest.
pub(crate) async fn finished(tx: &mut Tx, id: Id, attempt: i64, file: Id, now: Millis) -> DbResult<bool> {
    let sql = "UPDATE blob_uploads SET file_id = $3, touched_at = $4, finishing_until = 0
               WHERE id = $1 AND attempt = $2 AND file_id IS NULL";
    Ok(tx.exec(sql, args![id, attempt, file, now]).await? > 0)
}

/// Removes an upload that is neither a file nor being put together; what it was.
pub(crate) async fn remove(tx: &mut Tx, owner: Owner, id: Id, now: Millis) -> DbResult<Option<Entry>> {
    tx.opt(
        concat!(
            "DELETE FROM blob_uploads WHERE id = $1 AND org_id = $2 AND owner_id = $3 AND file_id IS NULL
               AND finishing_until <= $4 RETURNING ",
            columns!()
        ),
        args![id, owner.org, owner.user, now],
    )
    .await?
    .as_ref()
    .map(entry)
    .transpose()
}

/// Removes uploads that nothing was heard of since `before`; what they were.
pub(crate) async fn remove_stale(
    tx: &mut Tx,
    before: Millis,
    now: Millis,
    limit: i64,
) -> DbResult<Vec<Entry>> {
    tx.all(
        concat!(
            "DELETE FROM blob_uploads WHERE id IN (
               SELECT id FROM blob_uploads WHERE touched_at < $1 AND finishing_until <= $2
               ORDER BY touched_at LIMIT $3 {skip_locked}) RETURNING ",
            columns!()
        ),
        args![before, now, limit],
    )
    .await?
    .iter()
    .map(entry)
    .collect()
}

/// Parts encrypted under other keys than `current`, with their upload and number, after `after`.
pub(crate) async fn parts_under_other_keys(
    tx: &mut Tx,
    current: &str,
    after: (Id, i64),
    limit: i64,
) -> DbResult<Vec<(Id, i64, Stored)>> {
    tx.all(
        "SELECT upload_id, number, object, size, key_id, wrapped_key FROM blob_parts
         WHERE key_id <> $1 AND (upload_id, number) > ($2, $3) ORDER BY upload_id, number LIMIT $4",
        args![current, after.0, after.1, limit],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get(0)?, row.get(1)?, stored(row, 2)?)))
    .collect()
}

/// Puts a part's key under another master key.
pub(crate) async fn replace_part_key(tx: &mut Tx, upload: Id, number: i64, is: &Stored) -> DbResult<()> {
    let (key_id, wrapped) = key_columns(is);
    tx.exec(
        "UPDATE blob_parts SET key_id = $3, wrapped_key = $4 WHERE upload_id = $1 AND number = $2 AND object = $5",
        args![upload, number, key_id, wrapped, &is.object],
    )
    .await?;
    Ok(())
}
