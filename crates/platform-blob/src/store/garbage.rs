//! Objects to delete. An object is noted here before it is written and taken out in the transaction that refers to it,
//! so that no crash leaves an object nobody knows.

use kernel::{Error, Millis, Result};
use platform_db::{DbResult, Tx, args};

/// Notes an object about to be written.
pub(crate) async fn note(tx: &mut Tx, object: &str, due_at: Millis) -> DbResult<()> {
    tx.exec("INSERT INTO blob_garbage (object, dead, due_at) VALUES ($1, FALSE, $2)", args![object, due_at])
        .await?;
    Ok(())
}

/// Takes an object out: from now on something refers to it. Fails when it was given up meanwhile.
pub(crate) async fn keep(tx: &mut Tx, object: &str) -> Result<()> {
    match tx.exec("DELETE FROM blob_garbage WHERE object = $1 AND NOT dead", args![object]).await? {
        1 => Ok(()),
        _ => Err(Error::internal(format!("{object} was given up before it was complete"))),
    }
}

/// Gives an object up: nothing refers to it any more.
pub(crate) async fn give_up(tx: &mut Tx, object: &str, due_at: Millis) -> DbResult<()> {
    tx.exec(
        "INSERT INTO blob_garbage (object, dead, due_at) VALUES ($1, TRUE, $2)
         ON CONFLICT (object) DO UPDATE SET dead = TRUE, due_at = excluded.due_at",
        args![object, due_at],
    )
    .await?;
    Ok(())
}

/// Gives up an object being written; not if something refers to it by now, as when a commit was answered by silence.
pub(crate) async fn abandon(tx: &mut Tx, object: &str, due_at: Millis) -> DbResult<bool> {
    let sql = "UPDATE blob_garbage SET dead = TRUE, due_at = $2 WHERE object = $1";
    Ok(tx.exec(sql, args![object, due_at]).await? > 0)
}

/// Gives up the objects whose writers vanished.
pub(crate) async fn give_up_abandoned(tx: &mut Tx, now: Millis) -> DbResult<u64> {
    tx.exec("UPDATE blob_garbage SET dead = TRUE WHERE NOT dead AND due_at <= $1", args![now]).await
}

/// Objects to delete now, after `after`.
pub(crate) async fn due(tx: &mut Tx, now: Millis, after: &str, limit: i64) -> DbResult<Vec<String>> {
    tx.all(
        "SELECT object FROM blob_garbage WHERE dead AND due_at <= $1 AND object > $2 ORDER BY object LIMIT $3",
        args![now, after, limit],
    )
    .await?
    .iter()
    .map(|row| row.get(0))
    .collect()
}

/// Forgets an object that was deleted.
pub(crate) async fn forget(tx: &mut Tx, object: &str) -> DbResult<()> {
    tx.exec("DELETE FROM blob_garbage WHERE object = $1 AND dead", args![object]).await?;
    Ok(())
}
