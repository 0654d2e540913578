//! Rows of chats.

use std::sync::LazyLock;

use kernel::{Id, Millis};
use platform_db::{DbResult, Row, Tx, args};

use crate::model::chat::{Chat, ChatKind, ChatSettings, Who};
use crate::model::member::Member;
use crate::store::members;

const COLUMNS: &str = "c.id, c.org_id, c.kind, c.title, c.avatar_file, c.announcement, c.owner_id, c.department_id,
  c.unique_key, c.history_for_new, c.who_can_post, c.who_can_add, c.who_can_mention_all, c.last_seq, c.event_seq,
  c.last_at, c.members, c.created_at";
const COLUMN_COUNT: usize = 18;

fn chat(row: &Row) -> DbResult<Chat> {
    let who = |i| -> DbResult<Who> { Ok(Who::parse(&row.get::<String>(i)?)) };
    Ok(Chat {
        id: row.get(0)?,
        org: row.get(1)?,
        kind: ChatKind::parse(&row.get::<String>(2)?).unwrap_or(ChatKind::Group),
        title: row.get(3)?,
        avatar_file: row.get(4)?,
        announcement: row.get(5)?,
        owner: row.get(6)?,
        department: row.get(7)?,
        unique_key: row.get(8)?,
        settings: ChatSettings {
            history_for_new: row.get(9)?,
            who_can_post: who(10)?,
            who_can_add: who(11)?,
            who_can_mention_all: who(12)?,
        },
        last_seq: row.get(13)?,
        event_seq: row.get(14)?,
        last_at: row.get(15)?,
        members: row.get(16)?,
        created_at: row.get(17)?,
    })
}

fn chat_and_member(row: &Row) -> DbResult<(Chat, Member)> {
    Ok((chat(row)?, members::member(row, COLUMN_COUNT)?))
}

/// A chat that lives.
pub(crate) async fn find(tx: &mut Tx, id: Id) -> DbResult<Option<Chat>> {
    static SQL: LazyLock<String> = LazyLock::new(|| {
        format!("SELECT {COLUMNS} FROM chat_chats c WHERE c.id = $1 AND c.dissolved_at IS NULL")
    });
    tx.opt(&SQL, args![id]).await?.map(|row| chat(&row)).transpose()
}

/// A chat that lives, with the row of one of its members.
pub(crate) async fn find_for_member(
    tx: &mut Tx,
    org: Id,
    id: Id,
    user: Id,
) -> DbResult<Option<(Chat, Member)>> {
    static SQL: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT {COLUMNS}, {} FROM chat_chats c JOIN chat_members m ON m.chat_id = c.id
             WHERE c.id = $1 AND m.user_id = $2 AND c.org_id = $3 AND c.dissolved_at IS NULL",
            members::COLUMNS
        )
    });
    tx.opt(&SQL, args![id, user, org]).await?.map(|row| chat_and_member(&row)).transpose()
}

/// The only chat with this key, if it lives.
pub(crate) async fn find_by_key(tx: &mut Tx, org: Id, key: &str) -> DbResult<Option<Chat>> {
    static SQL: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT {COLUMNS} FROM chat_chats c WHERE c.org_id = $1 AND c.unique_key = $2 AND c.dissolved_at IS NULL"
        )
    });
    tx.opt(&SQL, args![org, key]).await?.map(|row| chat(&row)).transpose()
}

/// Chats whose members follow the directory.
pub(crate) async fn following_directory(tx: &mut Tx, org: Id, after: Id, limit: u32) -> DbResult<Vec<Chat>> {
    static SQL: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT {COLUMNS} FROM chat_chats c WHERE c.org_id = $1 AND c.kind IN ('department', 'everyone')
             AND c.dissolved_at IS NULL AND c.id > $2 ORDER BY c.id LIMIT $3"
        )
    });
    tx.all(&SQL, args![org, after, limit]).await?.iter().map(chat).collect()
}

/// Where a page of the list of chats begins: after this chat.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ListCursor {
    pub(crate) pinned: bool,
    pub(crate) last_at: Millis,
    pub(crate) id: Id,
}

/// What to list.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ListFilter {
    pub(crate) unread: bool,
    pub(crate) mentions: bool,
    pub(crate) kind: Option<ChatKind>,
}

/// A person's chats: pinned first, then those with the latest message. Hidden ones show again with a new message.
pub(crate) async fn list(
    tx: &mut Tx,
    org: Id,
    user: Id,
    filter: ListFilter,
    after: Option<ListCursor>,
    limit: u32,
) -> DbResult<Vec<(Chat, Member)>> {
    let mut args = args![user, org, limit];
    let mut sql = format!(
        "SELECT {COLUMNS}, {} FROM chat_members m JOIN chat_chats c ON c.id = m.chat_id
         WHERE m.user_id = $1 AND c.org_id = $2 AND c.dissolved_at IS NULL
           AND (m.hidden_at_seq IS NULL OR c.last_seq > m.hidden_at_seq)",
        members::COLUMNS
    );
    if filter.unread {
        sql += " AND c.last_seq > m.read_seq AND EXISTS (SELECT 1 FROM chat_messages n WHERE n.chat_id = c.id
                   AND n.seq > m.read_seq AND n.seq >= m.history_from AND n.kind <> 'system')";
    }
    if filter.mentions {
        sql += " AND (EXISTS (SELECT 1 FROM chat_mentions n WHERE n.user_id = m.user_id AND n.chat_id = c.id
                   AND n.seq > m.read_seq)
                 OR EXISTS (SELECT 1 FROM chat_messages a WHERE a.chat_id = c.id AND a.mentions_all
                   AND a.seq > m.read_seq AND a.seq >= m.history_from AND a.sender_id <> m.user_id))";
    }
    if let Some(kind) = filter.kind {
        args.push(platform_db::Val::Text(kind.as_str().to_owned()));
        sql += &format!(" AND c.kind = ${}", args.len());
    }
    if let Some(cursor) = after {
        let n = args.len();
        args.extend(args![i64::from(cursor.pinned), cursor.last_at, cursor.id]);
        sql += &format!(
            " AND (CASE WHEN m.pinned THEN 1 ELSE 0 END, c.last_at, c.id) < (${}, ${}, ${})",
            n + 1,
            n + 2,
            n + 3
        );
    }
    sql += " ORDER BY CASE WHEN m.pinned THEN 1 ELSE 0 END DESC, c.last_at DESC, c.id DESC LIMIT $3";
    tx.all_dyn(&sql, args).await?.iter().map(chat_and_member).collect()
}

/// Groups of a person that do not follow the directory.
pub(crate) async fn plain_groups_of(tx: &mut Tx, org: Id, user: Id, limit: u32) -> DbResult<Vec<Id>> {
    tx.all(
        "SELECT c.id FROM chat_members m JOIN chat_chats c ON c.id = m.chat_id
         WHERE m.user_id = $1 AND c.org_id = $2 AND c.kind = 'group' AND c.dissolved_at IS NULL ORDER BY c.id LIMIT $3",
        args![user, org, limit],
    )
    .await?
    .iter()
    .map(|row| row.get(0))
    .collect()
}

/// Keys of a person's latest direct chats.
pub(crate) async fn recent_direct(tx: &mut Tx, org: Id, user: Id, limit: u32) -> DbResult<Vec<Chat>> {
    static SQL: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT {COLUMNS} FROM chat_members m JOIN chat_chats c ON c.id = m.chat_id
             WHERE m.user_id = $1 AND c.org_id = $2 AND c.kind = 'direct' AND c.dissolved_at IS NULL AND c.last_seq > 0
             ORDER BY c.last_at DESC LIMIT $3"
        )
    });
    tx.all(&SQL, args![user, org, limit]).await?.iter().map(chat).collect()
}

/// Groups of a person, the latest first.
pub(crate) async fn groups_of(tx: &mut Tx, org: Id, user: Id, limit: u32) -> DbResult<Vec<Chat>> {
    static SQL: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT {COLUMNS} FROM chat_members m JOIN chat_chats c ON c.id = m.chat_id
             WHERE m.user_id = $1 AND c.org_id = $2 AND c.kind <> 'direct' AND c.dissolved_at IS NULL
             ORDER BY c.last_at DESC LIMIT $3"
        )
    });
    tx.all(&SQL, args![user, org, limit]).await?.iter().map(chat).collect()
}

/// Writes a new chat.
pub(crate) async fn insert(tx: &mut Tx, chat: &Chat, by: Option<Id>) -> DbResult<()> {
    tx.exec(
        "INSERT INTO chat_chats (id, org_id, kind, title, avatar_file, announcement, owner_id, department_id, unique_key,
           history_for_new, who_can_post, who_can_add, who_can_mention_all, last_seq, event_seq, last_at, members,
           created_at, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
        args![
            chat.id,
            chat.org,
            chat.kind.as_str(),
            &chat.title,
            chat.avatar_file,
            &chat.announcement,
            chat.owner,
            chat.department,
            chat.unique_key.clone(),
            chat.settings.history_for_new,
            chat.settings.who_can_post.as_str(),
            chat.settings.who_can_add.as_str(),
            chat.settings.who_can_mention_all.as_str(),
            chat.last_seq,
            chat.event_seq,
            chat.last_at,
            chat.members,
            chat.created_at,
            by
        ],
    )
    .await?;
    Ok(())
}

/// Writes title, picture, announcement, owner and settings.
pub(crate) async fn update(tx: &mut Tx, chat: &Chat) -> DbResult<()> {
    tx.exec(
        "UPDATE chat_chats SET title = $2, avatar_file = $3, announcement = $4, owner_id = $5, history_for_new = $6,
           who_can_post = $7, who_can_add = $8, who_can_mention_all = $9 WHERE id = $1",
        args![
            chat.id,
            &chat.title,
            chat.avatar_file,
            &chat.announcement,
            chat.owner,
            chat.settings.history_for_new,
            chat.settings.who_can_post.as_str(),
            chat.settings.who_can_add.as_str(),
            chat.settings.who_can_mention_all.as_str()
        ],
    )
    .await?;
    Ok(())
}

/// Lets a group that followed a department go on by itself.
pub(crate) async fn release(tx: &mut Tx, id: Id) -> DbResult<()> {
    tx.exec(
        "UPDATE chat_chats SET kind = 'group', department_id = NULL, unique_key = NULL WHERE id = $1",
        args![id],
    )
    .await?;
    Ok(())
}

/// Ends a chat; its rows stay, so that the law can still be answered.
pub(crate) async fn dissolve(tx: &mut Tx, id: Id, now: Millis) -> DbResult<()> {
    // The key is freed: another chat of that kind may be made.
    tx.exec("UPDATE chat_chats SET dissolved_at = $2, unique_key = NULL WHERE id = $1", args![id, now])
        .await?;
    Ok(())
}

/// Takes the lock of a chat's row, under which its places are given and its messages change.
pub(crate) async fn lock(tx: &mut Tx, id: Id) -> DbResult<()> {
    tx.opt("SELECT id FROM chat_chats WHERE id = $1 {for_update}", args![id]).await?;
    Ok(())
}

/// The next place among messages and events; also takes the row's lock, so that order of commits is order of places.
pub(crate) async fn next_message(tx: &mut Tx, id: Id, now: Millis) -> DbResult<Option<(i64, i64)>> {
    tx.opt(
        "UPDATE chat_chats SET last_seq = last_seq + 1, event_seq = event_seq + 1, last_at = $2
         WHERE id = $1 AND dissolved_at IS NULL RETURNING last_seq, event_seq",
        args![id, now],
    )
    .await?
    .map(|row| Ok((row.get(0)?, row.get(1)?)))
    .transpose()
}

/// The next place among events.
pub(crate) async fn next_event(tx: &mut Tx, id: Id) -> DbResult<i64> {
    tx.one("UPDATE chat_chats SET event_seq = event_seq + 1 WHERE id = $1 RETURNING event_seq", args![id])
        .await?
        .get(0)
}

/// Changes the count of members.
pub(crate) async fn count_members(tx: &mut Tx, id: Id, change: i64) -> DbResult<()> {
    tx.exec("UPDATE chat_chats SET members = members + $2 WHERE id = $1", args![id, change]).await?;
    Ok(())
}

/// Organisations that have chats; at most a thousand on one installation.
pub(crate) async fn orgs(tx: &mut Tx) -> DbResult<Vec<Id>> {
    tx.all(
        "SELECT DISTINCT org_id FROM chat_chats WHERE kind = 'everyone' ORDER BY org_id LIMIT 1000",
        args![],
    )
    .await?
    .iter()
    .map(|row| row.get(0))
    .collect()
}
