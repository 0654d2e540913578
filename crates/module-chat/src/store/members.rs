//! Rows of members.

use std::sync::LazyLock;

use kernel::{Id, Millis};
use platform_db::{DbResult, Row, Tx, args};

use crate::model::member::{Draft, Member, MemberRole, NotifyLevel};

pub(crate) const COLUMNS: &str =
    "m.chat_id, m.user_id, m.role, m.joined_at, m.history_from, m.read_seq, m.notify_level,
  m.pinned, m.draft_text, m.draft_reply, m.draft_at, m.joined_seq, m.unmuted_level";

/// Reads a member from the columns that begin at `at`.
pub(crate) fn member(row: &Row, at: usize) -> DbResult<Member> {
    let text: Option<String> = row.get(at + 8)?;
    let reply_to = row.get(at + 9)?;
    let updated_at: Option<Millis> = row.get(at + 10)?;
    Ok(Member {
        chat: row.get(at)?,
        user: row.get(at + 1)?,
        role: MemberRole::parse(&row.get::<String>(at + 2)?),
        joined_at: row.get(at + 3)?,
        joined_seq: row.get(at + 11)?,
        history_from: row.get(at + 4)?,
        read_seq: row.get(at + 5)?,
        level: NotifyLevel::parse(&row.get::<String>(at + 6)?),
        unmuted: NotifyLevel::parse(&row.get::<String>(at + 12)?),
        pinned: row.get(at + 7)?,
        draft: text.zip(updated_at).map(|(text, updated_at)| Draft { text, reply_to, updated_at }),
    })
}

/// One member.
pub(crate) async fn find(tx: &mut Tx, chat: Id, user: Id) -> DbResult<Option<Member>> {
    static SQL: LazyLock<String> = LazyLock::new(|| {
        format!("SELECT {COLUMNS} FROM chat_members m WHERE m.chat_id = $1 AND m.user_id = $2")
    });
    tx.opt(&SQL, args![chat, user]).await?.map(|row| member(&row, 0)).transpose()
}

/// Whether somebody is a member.
pub(crate) async fn contains(tx: &mut Tx, chat: Id, user: Id) -> DbResult<bool> {
    Ok(tx
        .opt(
            "SELECT 1 FROM chat_members m JOIN chat_chats c ON c.id = m.chat_id
             WHERE m.chat_id = $1 AND m.user_id = $2 AND c.dissolved_at IS NULL",
            args![chat, user],
        )
        .await?
        .is_some())
}

/// Everybody's ids, in order, each with the first message that person may read; the limit is that of the largest
/// organisation.
pub(crate) async fn ids(tx: &mut Tx, chat: Id) -> DbResult<Vec<(Id, i64)>> {
    const EVERYBODY: i64 = 400_000;
    tx.all(
        "SELECT user_id, history_from FROM chat_members WHERE chat_id = $1 ORDER BY user_id LIMIT $2",
        args![chat, EVERYBODY],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get(0)?, row.get(1)?)))
    .collect()
}

/// People in groups that do not follow the directory, in the order of ids.
pub(crate) async fn in_groups(tx: &mut Tx, org: Id, after: Id, limit: u32) -> DbResult<Vec<Id>> {
    tx.all(
        "SELECT DISTINCT m.user_id FROM chat_members m JOIN chat_chats c ON c.id = m.chat_id
         WHERE c.org_id = $1 AND c.kind = 'group' AND c.dissolved_at IS NULL AND m.user_id > $2
         ORDER BY m.user_id LIMIT $3",
        args![org, after, limit],
    )
    .await?
    .iter()
    .map(|row| row.get(0))
    .collect()
}

/// The first message a member may read; `None` for others.
pub(crate) async fn history_from(tx: &mut Tx, chat: Id, user: Id) -> DbResult<Option<i64>> {
    tx.opt("SELECT history_from FROM chat_members WHERE chat_id = $1 AND user_id = $2", args![chat, user])
        .await?
        .map(|row| row.get(0))
        .transpose()
}

/// A page of members in the order of joining: owner, admins, then members.
pub(crate) async fn page(
    tx: &mut Tx,
    chat: Id,
    after: Option<(i64, Millis, Id)>,
    limit: u32,
) -> DbResult<Vec<Member>> {
    const RANK: &str = "CASE m.role WHEN 'owner' THEN 0 WHEN 'admin' THEN 1 ELSE 2 END";
    static SQL: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT {COLUMNS} FROM chat_members m WHERE m.chat_id = $1 AND ({RANK}, m.joined_at, m.user_id) > ($2, $3, $4)
             ORDER BY {RANK}, m.joined_at, m.user_id LIMIT $5"
        )
    });
    let (rank, joined_at, user) = after.unwrap_or((-1, Millis(0), Id(0)));
    tx.all(&SQL, args![chat, rank, joined_at, user, limit]).await?.iter().map(|row| member(row, 0)).collect()
}

/// Members among these people.
pub(crate) async fn among(tx: &mut Tx, chat: Id, users: &[Id]) -> DbResult<Vec<Member>> {
    let mut found = Vec::new();
    for user in users {
        found.extend(find(tx, chat, *user).await?);
    }
    Ok(found)
}

/// Adds a member; whether the person was not one yet.
pub(crate) async fn insert(tx: &mut Tx, member: &Member) -> DbResult<bool> {
    let added = tx
        .exec(
            "INSERT INTO chat_members (chat_id, user_id, role, joined_at, history_from, read_seq, read_at, notify_level,
               joined_seq, pinned) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, FALSE) ON CONFLICT (chat_id, user_id) DO NOTHING",
            args![
                member.chat,
                member.user,
                member.role.as_str(),
                member.joined_at,
                member.history_from,
                member.read_seq,
                member.joined_at,
                member.level.as_str(),
                member.joined_seq
            ],
        )
        .await?;
    Ok(added > 0)
}

/// Removes a member; whether there was one.
pub(crate) async fn remove(tx: &mut Tx, chat: Id, user: Id) -> DbResult<bool> {
    Ok(tx.exec("DELETE FROM chat_members WHERE chat_id = $1 AND user_id = $2", args![chat, user]).await? > 0)
}

/// Sets a role.
pub(crate) async fn set_role(tx: &mut Tx, chat: Id, user: Id, role: MemberRole) -> DbResult<()> {
    tx.exec(
        "UPDATE chat_members SET role = $3 WHERE chat_id = $1 AND user_id = $2",
        args![chat, user, role.as_str()],
    )
    .await?;
    Ok(())
}

/// Who would be owner when the owner goes: the admin, else the member, who is here longest.
pub(crate) async fn heir(tx: &mut Tx, chat: Id, except: Id) -> DbResult<Option<Id>> {
    tx.opt(
        "SELECT user_id FROM chat_members WHERE chat_id = $1 AND user_id <> $2
         ORDER BY CASE role WHEN 'admin' THEN 0 ELSE 1 END, joined_at, user_id LIMIT 1",
        args![chat, except],
    )
    .await?
    .map(|row| row.get(0))
    .transpose()
}

/// Moves the read mark forward; whether it moved.
pub(crate) async fn read(tx: &mut Tx, chat: Id, user: Id, seq: i64, now: Millis) -> DbResult<bool> {
    Ok(tx
        .exec(
            "UPDATE chat_members SET read_seq = $3, read_at = $4
             WHERE chat_id = $1 AND user_id = $2 AND read_seq < $3",
            args![chat, user, seq, now],
        )
        .await?
        > 0)
}

/// Sets what the member chose for this chat.
pub(crate) async fn settle(tx: &mut Tx, me: &Member) -> DbResult<()> {
    tx.exec(
        "UPDATE chat_members SET notify_level = $3, unmuted_level = $4, pinned = $5 WHERE chat_id = $1 AND user_id = $2",
        args![me.chat, me.user, me.level.as_str(), me.unmuted.as_str(), me.pinned],
    )
    .await?;
    Ok(())
}

/// Hides the chat from the member's list until a message comes after this place; `None` shows it.
pub(crate) async fn hide(tx: &mut Tx, chat: Id, user: Id, at_seq: Option<i64>) -> DbResult<()> {
    tx.exec(
        "UPDATE chat_members SET hidden_at_seq = $3 WHERE chat_id = $1 AND user_id = $2",
        args![chat, user, at_seq],
    )
    .await?;
    Ok(())
}

/// Keeps or clears the draft.
pub(crate) async fn set_draft(tx: &mut Tx, chat: Id, user: Id, draft: Option<&Draft>) -> DbResult<()> {
    tx.exec(
        "UPDATE chat_members SET draft_text = $3, draft_reply = $4, draft_at = $5 WHERE chat_id = $1 AND user_id = $2",
        args![
            chat,
            user,
            draft.map(|draft| draft.text.clone()),
            draft.and_then(|draft| draft.reply_to),
            draft.map(|draft| draft.updated_at)
        ],
    )
    .await?;
    Ok(())
}

/// How many have read the message at `seq`, and have not, of those who were there when it came; the sender does not
/// count.
pub(crate) async fn count_readers(tx: &mut Tx, chat: Id, seq: i64, sender: Id) -> DbResult<(i64, i64)> {
    let row = tx
        .one(
            "SELECT COALESCE(SUM(CASE WHEN read_seq >= $2 THEN 1 ELSE 0 END), 0),
                    COALESCE(SUM(CASE WHEN read_seq < $2 THEN 1 ELSE 0 END), 0)
             FROM chat_members WHERE chat_id = $1 AND joined_seq < $2 AND user_id <> $3",
            args![chat, seq, sender],
        )
        .await?;
    Ok((row.get(0)?, row.get(1)?))
}

/// Who has, or has not, read the message at `seq`; a page in the order of ids.
pub(crate) async fn readers(
    tx: &mut Tx,
    chat: Id,
    seq: i64,
    sender: Id,
    read: bool,
    after: Id,
    limit: u32,
) -> DbResult<Vec<Id>> {
    let sql = if read {
        "SELECT user_id FROM chat_members WHERE chat_id = $1 AND joined_seq < $2 AND user_id <> $3
         AND read_seq >= $2 AND user_id > $4 ORDER BY user_id LIMIT $5"
    } else {
        "SELECT user_id FROM chat_members WHERE chat_id = $1 AND joined_seq < $2 AND user_id <> $3
         AND read_seq < $2 AND user_id > $4 ORDER BY user_id LIMIT $5"
    };
    tx.all(sql, args![chat, seq, sender, after, limit]).await?.iter().map(|row| row.get(0)).collect()
}

/// Of all members, for chats small enough to show them: the place each came after, and how far each has read.
pub(crate) async fn read_marks(tx: &mut Tx, chat: Id, limit: u32) -> DbResult<Vec<(Id, i64, i64)>> {
    tx.all(
        "SELECT user_id, joined_seq, read_seq FROM chat_members WHERE chat_id = $1 ORDER BY user_id LIMIT $2",
        args![chat, limit],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
    .collect()
}

/// Who may find a message in the search index: the condition over its row `d`, for the person `{user}`.
pub(crate) const MAY_FIND: &str = "EXISTS (SELECT 1 FROM chat_members m JOIN chat_chats c ON c.id = m.chat_id
  WHERE m.chat_id = d.scope AND m.user_id = {user} AND d.ord >= m.history_from AND c.dissolved_at IS NULL)";
