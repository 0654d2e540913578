//! Rows of messages.

use std::sync::LazyLock;

use kernel::{Id, Millis};
use platform_db::{DbError, DbResult, Row, Tx, args};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::message::{Message, MessageKind};

const COLUMNS: &str =
    "id, chat_id, seq, sender_id, kind, body, mentions, mentions_all, files, objects, system, reply_to,
  client_id, created_at, edited_at, recalled_at, recalled_by, pinned, reactions";

fn json<T: DeserializeOwned>(text: Option<String>) -> DbResult<Option<T>> {
    text.map(|text| serde_json::from_str(&text).map_err(|error| DbError::Shape(error.to_string())))
        .transpose()
}

fn text<T: Serialize>(value: &T) -> DbResult<String> {
    serde_json::to_string(value).map_err(|error| DbError::Shape(error.to_string()))
}

fn list(ids: &[Id]) -> DbResult<Option<String>> {
    if ids.is_empty() { Ok(None) } else { text(&ids).map(Some) }
}

fn message(row: &Row) -> DbResult<Message> {
    Ok(Message {
        id: row.get(0)?,
        chat: row.get(1)?,
        seq: row.get(2)?,
        sender: row.get(3)?,
        kind: MessageKind::parse(&row.get::<String>(4)?),
        body: row.get(5)?,
        mentions: json(row.get(6)?)?.unwrap_or_default(),
        mentions_all: row.get(7)?,
        files: json(row.get(8)?)?.unwrap_or_default(),
        objects: json(row.get(9)?)?.unwrap_or_default(),
        system: json(row.get(10)?)?,
        reply_to: row.get(11)?,
        client_id: row.get(12)?,
        created_at: row.get(13)?,
        edited_at: row.get(14)?,
        recalled_at: row.get(15)?,
        recalled_by: row.get(16)?,
        pinned: row.get(17)?,
        has_reactions: row.get::<i64>(18)? > 0,
    })
}

/// One message.
pub(crate) async fn find(tx: &mut Tx, id: Id) -> DbResult<Option<Message>> {
    static SQL: LazyLock<String> =
        LazyLock::new(|| format!("SELECT {COLUMNS} FROM chat_messages WHERE id = $1"));
    tx.opt(&SQL, args![id]).await?.map(|row| message(&row)).transpose()
}

/// The message at a place.
pub(crate) async fn at(tx: &mut Tx, chat: Id, seq: i64) -> DbResult<Option<Message>> {
    static SQL: LazyLock<String> =
        LazyLock::new(|| format!("SELECT {COLUMNS} FROM chat_messages WHERE chat_id = $1 AND seq = $2"));
    tx.opt(&SQL, args![chat, seq]).await?.map(|row| message(&row)).transpose()
}

/// The message that this sender already sent under this `client_id`.
pub(crate) async fn sent_as(tx: &mut Tx, chat: Id, sender: Id, client_id: &str) -> DbResult<Option<Message>> {
    static SQL: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT {COLUMNS} FROM chat_messages WHERE chat_id = $1 AND sender_id = $2 AND client_id = $3"
        )
    });
    tx.opt(&SQL, args![chat, sender, client_id]).await?.map(|row| message(&row)).transpose()
}

/// Messages before `before` and not before `from`, the latest first.
pub(crate) async fn before(
    tx: &mut Tx,
    chat: Id,
    from: i64,
    before: i64,
    limit: u32,
) -> DbResult<Vec<Message>> {
    static SQL: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT {COLUMNS} FROM chat_messages WHERE chat_id = $1 AND seq >= $2 AND seq < $3
             ORDER BY seq DESC LIMIT $4"
        )
    });
    tx.all(&SQL, args![chat, from, before, limit]).await?.iter().map(message).collect()
}

/// Messages after `after` and before `before`, the earliest first.
pub(crate) async fn between(
    tx: &mut Tx,
    chat: Id,
    after: i64,
    before: i64,
    limit: u32,
) -> DbResult<Vec<Message>> {
    static SQL: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT {COLUMNS} FROM chat_messages WHERE chat_id = $1 AND seq > $2 AND seq < $3 ORDER BY seq LIMIT $4"
        )
    });
    tx.all(&SQL, args![chat, after, before, limit]).await?.iter().map(message).collect()
}

/// Pinned messages, the latest first.
pub(crate) async fn pinned(
    tx: &mut Tx,
    chat: Id,
    from: i64,
    before: i64,
    limit: u32,
) -> DbResult<Vec<Message>> {
    static SQL: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT {COLUMNS} FROM chat_messages WHERE chat_id = $1 AND pinned AND seq >= $2 AND seq < $3
             ORDER BY seq DESC LIMIT $4"
        )
    });
    tx.all(&SQL, args![chat, from, before, limit]).await?.iter().map(message).collect()
}

/// How many messages are pinned.
pub(crate) async fn count_pinned(tx: &mut Tx, chat: Id) -> DbResult<i64> {
    tx.one("SELECT COUNT(*) FROM chat_messages WHERE chat_id = $1 AND pinned", args![chat]).await?.get(0)
}

/// Writes a new message.
pub(crate) async fn insert(tx: &mut Tx, message: &Message) -> DbResult<()> {
    let system = message.system.as_ref().map(text).transpose()?;
    tx.exec(
        "INSERT INTO chat_messages (id, chat_id, seq, sender_id, kind, body, mentions, mentions_all, files, objects,
           system, reply_to, client_id, created_at, pinned, reactions)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, FALSE, 0)",
        args![
            message.id,
            message.chat,
            message.seq,
            message.sender,
            message.kind.as_str(),
            &message.body,
            list(&message.mentions)?,
            message.mentions_all,
            list(&message.files)?,
            list(&message.objects)?,
            system,
            message.reply_to,
            message.client_id.clone(),
            message.created_at
        ],
    )
    .await?;
    Ok(())
}

/// Writes the new words of an edited message.
pub(crate) async fn update_body(tx: &mut Tx, message: &Message) -> DbResult<()> {
    tx.exec(
        "UPDATE chat_messages SET body = $2, mentions = $3, mentions_all = $4, objects = $5, edited_at = $6 WHERE id = $1",
        args![
            message.id,
            &message.body,
            list(&message.mentions)?,
            message.mentions_all,
            list(&message.objects)?,
            message.edited_at
        ],
    )
    .await?;
    Ok(())
}

/// Takes a message back: nothing of what it said stays.
pub(crate) async fn recall(tx: &mut Tx, id: Id, by: Id, now: Millis) -> DbResult<()> {
    tx.exec(
        "UPDATE chat_messages SET body = '', mentions = NULL, mentions_all = FALSE, files = NULL, objects = NULL,
           pinned = FALSE, reactions = 0, recalled_at = $2, recalled_by = $3 WHERE id = $1",
        args![id, now, by],
    )
    .await?;
    tx.exec("DELETE FROM chat_edits WHERE message_id = $1", args![id]).await?;
    tx.exec("DELETE FROM chat_reactions WHERE message_id = $1", args![id]).await?;
    tx.exec("DELETE FROM chat_attachments WHERE message_id = $1", args![id]).await?;
    Ok(())
}

/// Pins or unpins; whether that changed anything.
pub(crate) async fn set_pinned(tx: &mut Tx, id: Id, pinned: bool) -> DbResult<bool> {
    Ok(tx
        .exec(
            "UPDATE chat_messages SET pinned = $2 WHERE id = $1 AND pinned <> $2 AND recalled_at IS NULL",
            args![id, pinned],
        )
        .await?
        > 0)
}

/// Keeps the text that an edit replaces; which version it is, from 1.
pub(crate) async fn keep_version(tx: &mut Tx, id: Id, body: &str, at: Millis) -> DbResult<i64> {
    tx.one(
        "INSERT INTO chat_edits (message_id, version, body, at)
         VALUES ($1, (SELECT COALESCE(MAX(version), 0) + 1 FROM chat_edits WHERE message_id = $1), $2, $3)
         RETURNING version",
        args![id, body, at],
    )
    .await?
    .get(0)
}

/// Earlier texts, oldest first, each with the moment it was written.
pub(crate) async fn versions(tx: &mut Tx, id: Id, limit: i64) -> DbResult<Vec<(String, Millis)>> {
    tx.all(
        "SELECT body, at FROM chat_edits WHERE message_id = $1 ORDER BY version LIMIT $2",
        args![id, limit],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get(0)?, row.get(1)?)))
    .collect()
}

/// Whether a chat still shows a file in another message than this one.
pub(crate) async fn shows_file(tx: &mut Tx, chat: Id, file: Id, except: Id) -> DbResult<bool> {
    Ok(tx
        .opt(
            "SELECT 1 FROM chat_attachments WHERE chat_id = $1 AND file_id = $2 AND message_id <> $3 LIMIT 1",
            args![chat, file, except],
        )
        .await?
        .is_some())
}
