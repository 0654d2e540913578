//! Rows of reactions.

use kernel::{Id, Millis};
use platform_db::{DbResult, Tx, args};

/// People named with a reaction; the rest is a number.
const NAMED: usize = 20;

/// One reaction under a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reaction {
    pub(crate) emoji: String,
    pub(crate) count: i64,
    /// The first twenty.
    pub(crate) users: Vec<Id>,
    /// Whether the reader is among them.
    pub(crate) mine: bool,
}

/// Adds a reaction; whether it is new.
pub(crate) async fn add(tx: &mut Tx, message: Id, emoji: &str, user: Id, now: Millis) -> DbResult<bool> {
    let added = tx
        .exec(
            "INSERT INTO chat_reactions (message_id, emoji, user_id, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            args![message, emoji, user, now],
        )
        .await?;
    if added > 0 {
        tx.exec("UPDATE chat_messages SET reactions = reactions + 1 WHERE id = $1", args![message]).await?;
    }
    Ok(added > 0)
}

/// Takes a reaction back; whether there was one.
pub(crate) async fn remove(tx: &mut Tx, message: Id, emoji: &str, user: Id) -> DbResult<bool> {
    let removed = tx
        .exec(
            "DELETE FROM chat_reactions WHERE message_id = $1 AND emoji = $2 AND user_id = $3",
            args![message, emoji, user],
        )
        .await?;
    if removed > 0 {
        tx.exec("UPDATE chat_messages SET reactions = reactions - 1 WHERE id = $1", args![message]).await?;
    }
    Ok(removed > 0)
}

/// How many different reactions a message has.
pub(crate) async fn count_kinds(tx: &mut Tx, message: Id) -> DbResult<i64> {
    tx.one("SELECT COUNT(DISTINCT emoji) FROM chat_reactions WHERE message_id = $1", args![message])
        .await?
        .get(0)
}

/// The reactions under a message, the earliest first, as `reader` sees them.
pub(crate) async fn of_message(tx: &mut Tx, message: Id, reader: Id) -> DbResult<Vec<Reaction>> {
    let rows = tx
        .all(
            "SELECT emoji, COUNT(*), CAST(SUM(CASE WHEN user_id = $2 THEN 1 ELSE 0 END) AS BIGINT)
             FROM chat_reactions WHERE message_id = $1 GROUP BY emoji ORDER BY MIN(at), emoji LIMIT $3",
            args![message, reader, crate::model::limits::REACTIONS],
        )
        .await?;
    let mut reactions = Vec::with_capacity(rows.len());
    for row in rows {
        let emoji: String = row.get(0)?;
        let users = users(tx, message, &emoji, Id(0), NAMED as u32).await?;
        reactions.push(Reaction { count: row.get(1)?, mine: row.get::<i64>(2)? > 0, emoji, users });
    }
    Ok(reactions)
}

/// Who reacted with an emoji, a page in the order of ids.
pub(crate) async fn users(tx: &mut Tx, message: Id, emoji: &str, after: Id, limit: u32) -> DbResult<Vec<Id>> {
    tx.all(
        "SELECT user_id FROM chat_reactions WHERE message_id = $1 AND emoji = $2 AND user_id > $3
         ORDER BY user_id LIMIT $4",
        args![message, emoji, after, limit],
    )
    .await?
    .iter()
    .map(|row| row.get(0))
    .collect()
}
