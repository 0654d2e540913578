//! All SQL of this crate.

use kernel::{Id, Millis};
use platform_db::{DbError, DbResult, Row, Tx, args};

use crate::Notification;

/// Whether the row was added: a key used before adds none.
pub(crate) async fn insert(
    tx: &mut Tx,
    new: &Notification,
    params: &str,
    dedup_key: Option<&str>,
) -> DbResult<bool> {
    let added = tx
        .exec(
            "INSERT INTO notify_items (id, org_id, user_id, kind, params, url, actor_id, dedup_key, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (user_id, org_id, dedup_key) WHERE dedup_key IS NOT NULL DO NOTHING",
            args![new.id, new.org, new.user, &new.kind, params, &new.url, new.actor, dedup_key, new.at],
        )
        .await?;
    Ok(added > 0)
}

/// Drops what is older than the newest `kept`.
pub(crate) async fn trim(tx: &mut Tx, org: Id, user: Id, kept: u32) -> DbResult<()> {
    tx.exec(
        "DELETE FROM notify_items WHERE user_id = $1 AND org_id = $2 AND id <= (
           SELECT id FROM notify_items WHERE user_id = $1 AND org_id = $2 ORDER BY id DESC LIMIT 1 OFFSET $3)",
        args![user, org, kept],
    )
    .await?;
    Ok(())
}

pub(crate) async fn list(
    tx: &mut Tx,
    org: Id,
    user: Id,
    unread: bool,
    before: Option<Id>,
    limit: u32,
) -> DbResult<Vec<Notification>> {
    // Two texts, so that each finds its index.
    let sql = if unread {
        "SELECT id, org_id, user_id, kind, params, url, actor_id, at, read_at FROM notify_items
         WHERE user_id = $1 AND org_id = $2 AND id < $3 AND read_at IS NULL ORDER BY id DESC LIMIT $4"
    } else {
        "SELECT id, org_id, user_id, kind, params, url, actor_id, at, read_at FROM notify_items
         WHERE user_id = $1 AND org_id = $2 AND id < $3 ORDER BY id DESC LIMIT $4"
    };
    tx.all(sql, args![user, org, before.unwrap_or(Id(i64::MAX)), limit])
        .await?
        .iter()
        .map(notification)
        .collect()
}

pub(crate) async fn unread(tx: &mut Tx, org: Id, user: Id) -> DbResult<i64> {
    tx.one(
        "SELECT COUNT(*) FROM notify_items WHERE user_id = $1 AND org_id = $2 AND read_at IS NULL",
        args![user, org],
    )
    .await?
    .get(0)
}

pub(crate) async fn read_all(tx: &mut Tx, org: Id, user: Id, now: Millis) -> DbResult<u64> {
    tx.exec(
        "UPDATE notify_items SET read_at = $3 WHERE user_id = $1 AND org_id = $2 AND read_at IS NULL",
        args![user, org, now],
    )
    .await
}

pub(crate) async fn read_one(tx: &mut Tx, org: Id, user: Id, id: Id, now: Millis) -> DbResult<u64> {
    tx.exec(
        "UPDATE notify_items SET read_at = $4 WHERE id = $3 AND user_id = $1 AND org_id = $2 AND read_at IS NULL",
        args![user, org, id, now],
    )
    .await
}

pub(crate) async fn read_key(tx: &mut Tx, org: Id, user: Id, key: &str, now: Millis) -> DbResult<u64> {
    tx.exec(
        "UPDATE notify_items SET read_at = $4 WHERE dedup_key = $3 AND user_id = $1 AND org_id = $2 AND read_at IS NULL",
        args![user, org, key, now],
    )
    .await
}

fn notification(row: &Row) -> DbResult<Notification> {
    let params: String = row.get(4)?;
    Ok(Notification {
        id: row.get(0)?,
        org: row.get(1)?,
        user: row.get(2)?,
        kind: row.get(3)?,
        params: serde_json::from_str(&params)
            .map_err(|error| DbError::Shape(format!("the params of a notification are not JSON: {error}")))?,
        url: row.get(5)?,
        actor: row.get(6)?,
        at: row.get(7)?,
        read_at: row.get(8)?,
    })
}
