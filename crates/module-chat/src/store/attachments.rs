//! Rows of what was posted besides words: pictures, files, links.

use kernel::Id;
use platform_db::{DbResult, Tx, args};

/// What sort of attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AttachmentKind {
    Image,
    File,
    Link,
}

impl AttachmentKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::File => "file",
            Self::Link => "link",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Image, Self::File, Self::Link].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Notes an attachment of a message.
pub(crate) async fn insert(
    tx: &mut Tx,
    chat: Id,
    seq: i64,
    place: i64,
    kind: AttachmentKind,
    file: Option<Id>,
    message: Id,
) -> DbResult<()> {
    tx.exec(
        "INSERT INTO chat_attachments (chat_id, seq, place, kind, file_id, message_id) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING",
        args![chat, seq, place, kind.as_str(), file, message],
    )
    .await?;
    Ok(())
}

/// Place of the last message of a chat that shows a file; `None` when none does.
pub(crate) async fn last_posted(tx: &mut Tx, chat: Id, file: Id) -> DbResult<Option<i64>> {
    tx.one("SELECT MAX(seq) FROM chat_attachments WHERE chat_id = $1 AND file_id = $2", args![chat, file])
        .await?
        .get(0)
}

/// Forgets the link of a message: its words name none any more.
pub(crate) async fn remove_link(tx: &mut Tx, chat: Id, seq: i64) -> DbResult<()> {
    tx.exec(
        "DELETE FROM chat_attachments WHERE chat_id = $1 AND seq = $2 AND kind = 'link'",
        args![chat, seq],
    )
    .await?;
    Ok(())
}

/// Messages of a chat with attachments of a kind, the latest first: message, seq and file of each.
pub(crate) async fn page(
    tx: &mut Tx,
    chat: Id,
    kind: AttachmentKind,
    from: i64,
    before: (i64, i64),
    limit: u32,
) -> DbResult<Vec<(Id, i64, i64, Option<Id>)>> {
    tx.all(
        "SELECT message_id, seq, place, file_id FROM chat_attachments
         WHERE chat_id = $1 AND kind = $2 AND seq >= $3 AND (seq, place) < ($4, $5)
         ORDER BY seq DESC, place DESC LIMIT $6",
        args![chat, kind.as_str(), from, before.0, before.1, limit],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
    .collect()
}
