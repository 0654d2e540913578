//! Rows of mentions, and the counts of what is unread.

use kernel::Id;
use platform_db::{DbResult, Tx, args};

/// Notes that a message names these people.
pub(crate) async fn insert(tx: &mut Tx, chat: Id, seq: i64, users: &[Id]) -> DbResult<()> {
    for user in users {
        tx.exec(
            "INSERT INTO chat_mentions (user_id, chat_id, seq) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            args![user, chat, seq],
        )
        .await?;
    }
    Ok(())
}

/// Forgets whom a message named (it was taken back, or edited).
pub(crate) async fn remove(tx: &mut Tx, chat: Id, seq: i64, users: &[Id]) -> DbResult<()> {
    for user in users {
        tx.exec(
            "DELETE FROM chat_mentions WHERE user_id = $1 AND chat_id = $2 AND seq = $3",
            args![user, chat, seq],
        )
        .await?;
    }
    Ok(())
}

/// The latest messages that name somebody after a place, up to another; as many as are told of at all.
pub(crate) async fn named_in(tx: &mut Tx, chat: Id, user: Id, after: i64, to: i64) -> DbResult<Vec<Id>> {
    const TOLD: i64 = 500;
    tx.all(
        "SELECT a.id FROM chat_mentions n JOIN chat_messages a ON a.chat_id = n.chat_id AND a.seq = n.seq
         WHERE n.user_id = $1 AND n.chat_id = $2 AND n.seq > $3 AND n.seq <= $4 ORDER BY n.seq DESC LIMIT $5",
        args![user, chat, after, to, TOLD],
    )
    .await?
    .iter()
    .map(|row| row.get(0))
    .collect()
}

/// How many notes of the office stand after a place, up to another.
pub(crate) async fn notes(tx: &mut Tx, chat: Id, after: i64, to: i64) -> DbResult<i64> {
    tx.one(
        "SELECT COUNT(*) FROM chat_messages WHERE chat_id = $1 AND kind = 'system' AND seq > $2 AND seq <= $3",
        args![chat, after, to],
    )
    .await?
    .get(0)
}

/// Mentions of a member after a place, up to another: how many, and the first.
pub(crate) async fn unread(
    tx: &mut Tx,
    chat: Id,
    user: Id,
    after: i64,
    to: i64,
) -> DbResult<(i64, Option<i64>)> {
    let named = tx
        .one(
            "SELECT COUNT(*), MIN(seq) FROM chat_mentions
             WHERE user_id = $1 AND chat_id = $2 AND seq > $3 AND seq <= $4",
            args![user, chat, after, to],
        )
        .await?;
    let all = tx
        .one(
            // Who is named beside everyone is called once.
            "SELECT COUNT(*), MIN(a.seq) FROM chat_messages a
             WHERE a.chat_id = $1 AND a.mentions_all AND a.seq > $2 AND a.seq <= $4 AND a.sender_id <> $3 AND NOT EXISTS
               (SELECT 1 FROM chat_mentions n WHERE n.user_id = $3 AND n.chat_id = a.chat_id AND n.seq = a.seq)",
            args![chat, after, user, to],
        )
        .await?;
    let first = [named.get::<Option<i64>>(1)?, all.get::<Option<i64>>(1)?].into_iter().flatten().min();
    Ok((named.get::<i64>(0)? + all.get::<i64>(0)?, first))
}

/// Totals over a person's chats that are not hidden: unread messages of chats not muted, unread messages of muted ones, mentions.
pub(crate) async fn totals(tx: &mut Tx, org: Id, user: Id) -> DbResult<(i64, i64, i64)> {
    let unread = tx
        .one(
            "SELECT CAST(COALESCE(SUM(CASE WHEN notify_level <> 'none' THEN unread ELSE 0 END), 0) AS BIGINT),
                    CAST(COALESCE(SUM(CASE WHEN notify_level = 'none' THEN unread ELSE 0 END), 0) AS BIGINT)
             FROM (SELECT m.notify_level, c.last_seq - m.read_seq - (SELECT COUNT(*) FROM chat_messages n
                     WHERE n.chat_id = c.id AND n.kind = 'system' AND n.seq > m.read_seq) AS unread
                   FROM chat_members m JOIN chat_chats c ON c.id = m.chat_id
                   WHERE m.user_id = $1 AND c.org_id = $2 AND c.dissolved_at IS NULL AND c.last_seq > m.read_seq
                     AND (m.hidden_at_seq IS NULL OR c.last_seq > m.hidden_at_seq)) mine",
            args![user, org],
        )
        .await?;
    let named: i64 = tx
        .one(
            "SELECT COUNT(*) FROM chat_mentions n
             JOIN chat_members m ON m.chat_id = n.chat_id AND m.user_id = n.user_id
             JOIN chat_chats c ON c.id = n.chat_id
             WHERE n.user_id = $1 AND c.org_id = $2 AND c.dissolved_at IS NULL AND n.seq > m.read_seq AND (m.hidden_at_seq IS NULL OR c.last_seq > m.hidden_at_seq)",
            args![user, org],
        )
        .await?
        .get(0)?;
    let all: i64 = tx
        .one(
            "SELECT COUNT(*) FROM chat_members m
             JOIN chat_chats c ON c.id = m.chat_id
             JOIN chat_messages a ON a.chat_id = c.id AND a.mentions_all AND a.seq > m.read_seq AND a.sender_id <> $1
             WHERE m.user_id = $1 AND c.org_id = $2 AND c.dissolved_at IS NULL AND c.last_seq > m.read_seq AND (m.hidden_at_seq IS NULL OR c.last_seq > m.hidden_at_seq) AND NOT EXISTS
               (SELECT 1 FROM chat_mentions n WHERE n.user_id = $1 AND n.chat_id = c.id AND n.seq = a.seq)",
            args![user, org],
        )
        .await?
        .get(0)?;
    Ok((unread.get(0)?, unread.get(1)?, named + all))
}
