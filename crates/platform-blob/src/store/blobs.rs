//! Contents.

use kernel::{Millis, Result};
use platform_db::{DbResult, Row, Tx, args};

use super::{garbage, key_columns, stored};
use crate::content::{Stored, Written};
use crate::hash::ContentHash;

/// A content with its row's key.
pub(crate) type Entry = (ContentHash, Stored);

/// Where a content lies.
pub(crate) async fn find(tx: &mut Tx, hash: ContentHash) -> DbResult<Option<Stored>> {
    let sql = "SELECT object, size, key_id, wrapped_key FROM blob_blobs WHERE hash = $1";
    tx.opt(sql, args![hash]).await?.as_ref().map(|row| stored(row, 0)).transpose()
}

/// Takes up a content just written; its object is given up when the same content is there already.
pub(crate) async fn adopt(tx: &mut Tx, written: &Written, now: Millis) -> Result<bool> {
    let new = insert(tx, written, now).await?;
    match new {
        true => garbage::keep(tx, &written.stored.object).await?,
        false => garbage::give_up(tx, &written.stored.object, now).await?,
    }
    Ok(new)
}

/// Takes up a content whose object something refers to already; whether it is new.
pub(crate) async fn insert(tx: &mut Tx, written: &Written, now: Millis) -> DbResult<bool> {
    let (key_id, wrapped) = key_columns(&written.stored);
    let row = tx
        .one(
            "INSERT INTO blob_blobs (hash, size, object, key_id, wrapped_key, refs, created_at, touched_at)
             VALUES ($1, $2, $3, $4, $5, 0, $6, $6)
             ON CONFLICT (hash) DO UPDATE SET touched_at = excluded.touched_at RETURNING object",
            args![written.hash, written.stored.size as i64, &written.stored.object, key_id, wrapped, now],
        )
        .await?;
    Ok(row.get::<String>(0)? == written.stored.object)
}

/// Counts references in; whether the content is there. Locks it against removal until the transaction ends.
pub(crate) async fn refer(tx: &mut Tx, hash: ContentHash, count: u64, now: Millis) -> DbResult<bool> {
    let sql = "UPDATE blob_blobs SET refs = refs + $2, touched_at = $3 WHERE hash = $1";
    Ok(tx.exec(sql, args![hash, count as i64, now]).await? > 0)
}

/// Counts a reference out.
pub(crate) async fn release(tx: &mut Tx, hash: ContentHash, now: Millis) -> DbResult<()> {
    let sql = "UPDATE blob_blobs SET refs = refs - 1, touched_at = $2 WHERE hash = $1";
    tx.exec(sql, args![hash, now]).await?;
    Ok(())
}

/// Removes contents that nothing refers to since `before`, giving their objects up; how many.
pub(crate) async fn remove_unused(tx: &mut Tx, before: Millis, now: Millis, limit: i64) -> DbResult<usize> {
    let removed = tx
        .all(
            "DELETE FROM blob_blobs WHERE hash IN (
               SELECT hash FROM blob_blobs WHERE refs = 0 AND touched_at < $1 ORDER BY touched_at LIMIT $2 {skip_locked})
             RETURNING object",
            args![before, limit],
        )
        .await?;
    for row in &removed {
        garbage::give_up(tx, &row.get::<String>(0)?, now).await?;
    }
    Ok(removed.len())
}

/// Contents encrypted under other keys than `current`, after `after`.
pub(crate) async fn under_other_keys(
    tx: &mut Tx,
    current: &str,
    after: Option<&Entry>,
    limit: i64,
) -> DbResult<Vec<Entry>> {
    // Two ranges of the index on (key_id, hash) instead of one inequality it cannot serve.
    let (key_id, hash) = position(after);
    tx.all(
        "SELECT hash, object, size, key_id, wrapped_key FROM blob_blobs
         WHERE (key_id < $1 OR key_id > $1) AND (key_id, hash) > ($2, $3) ORDER BY key_id, hash LIMIT $4",
        args![current, key_id, hash, limit],
    )
    .await?
    .iter()
    .map(entry)
    .collect()
}

fn position(after: Option<&Entry>) -> (String, String) {
    let Some((hash, stored)) = after else { return Default::default() };
    (stored.key.as_ref().map(|key| key.key_id.clone()).unwrap_or_default(), hash.to_string())
}

/// Contents that are not encrypted, after `after`.
pub(crate) async fn plain(tx: &mut Tx, after: Option<ContentHash>, limit: i64) -> DbResult<Vec<Entry>> {
    tx.all(
        "SELECT hash, object, size, key_id, wrapped_key FROM blob_blobs
         WHERE key_id IS NULL AND hash > $1 ORDER BY hash LIMIT $2",
        args![after.map_or(String::new(), |hash| hash.to_string()), limit],
    )
    .await?
    .iter()
    .map(entry)
    .collect()
}

fn entry(row: &Row) -> DbResult<Entry> {
    Ok((row.get(0)?, stored(row, 1)?))
}

/// Says that a content lies elsewhere, or under another key; nothing when it changed since `was`.
pub(crate) async fn replace(tx: &mut Tx, hash: ContentHash, was: &Stored, is: &Stored) -> DbResult<bool> {
    let (key_id, wrapped) = key_columns(is);
    let changed = tx
        .exec(
            "UPDATE blob_blobs SET object = $2, key_id = $3, wrapped_key = $4
             WHERE hash = $1 AND object = $5 AND key_id IS NOT DISTINCT FROM CAST($6 AS TEXT)",
            args![hash, &is.object, key_id, wrapped, &was.object, key_columns(was).0],
        )
        .await?;
    Ok(changed > 0)
}

/// Master keys that objects are encrypted under, and how many.
pub(crate) async fn keys_in_use(tx: &mut Tx) -> DbResult<Vec<(String, u64)>> {
    tx.all(
        "SELECT key_id, CAST(COUNT(*) AS BIGINT) AS objects FROM (
           SELECT key_id FROM blob_blobs WHERE key_id IS NOT NULL
           UNION ALL SELECT key_id FROM blob_parts WHERE key_id IS NOT NULL) AS sealed
         GROUP BY key_id ORDER BY key_id LIMIT 100",
        args![],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get(0)?, row.get(1)?)))
    .collect()
}
