//! Sessions of browsers, and who stands behind a secret.

use contracts::people::UserState;
use kernel::{Id, Locale, Millis, Scopes};
use platform_db::{DbResult, Row, Tx, args};

use super::users::{locale, state};
use crate::model::secret::Hash;
use crate::model::session::{Session, Ticket, TicketKind, split_scopes};

/// A session to be written.
#[derive(Clone, Debug)]
pub(crate) struct NewSession {
    pub(crate) id: Id,
    pub(crate) org: Id,
    pub(crate) user: Id,
    pub(crate) hash: Hash,
    pub(crate) agent: String,
    pub(crate) ip: String,
    pub(crate) now: Millis,
    pub(crate) expires_at: Millis,
}

pub(crate) async fn insert(tx: &mut Tx, new: &NewSession) -> DbResult<()> {
    tx.exec(
        "INSERT INTO people_sessions (id, org_id, user_id, token_hash, agent, ip, created_at, seen_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)",
        args![new.id, new.org, new.user, new.hash, &new.agent, &new.ip, new.now, new.expires_at],
    )
    .await?;
    Ok(())
}

/// Who stands behind a secret.
#[derive(Clone, Debug)]
pub(crate) struct Bearer {
    pub(crate) ticket: Ticket,
    pub(crate) name: String,
    pub(crate) state: UserState,
    pub(crate) locale: Option<Locale>,
}

/// The session or token of that hash that was not ended, with its person.
pub(crate) async fn bearer(tx: &mut Tx, hash: Hash) -> DbResult<Option<Bearer>> {
    let session = tx
        .opt(
            "SELECT s.id, s.user_id, s.org_id, s.expires_at, s.seen_at, u.name, u.state, u.locale,
               u.must_change_password
             FROM people_sessions s JOIN people_users u ON u.id = s.user_id
             WHERE s.token_hash = $1 AND s.ended_at IS NULL",
            args![hash],
        )
        .await?;
    if let Some(row) = session {
        let scopes = if row.get(8)? { Scopes::PasswordFirst } else { Scopes::All };
        return behind(&row, TicketKind::Session, scopes).map(Some);
    }
    let token = tx
        .opt(
            "SELECT t.id, t.user_id, t.org_id, t.expires_at, t.used_at, u.name, u.state, u.locale, t.scopes
             FROM people_tokens t JOIN people_users u ON u.id = t.user_id
             WHERE t.token_hash = $1 AND t.revoked_at IS NULL",
            args![hash],
        )
        .await?;
    let Some(row) = token else { return Ok(None) };
    let scopes: String = row.get(8)?;
    behind(&row, TicketKind::Token, Scopes::Only(split_scopes(&scopes))).map(Some)
}

/// The sessions of a person that can be used now, the one seen last first.
pub(crate) async fn of_user(tx: &mut Tx, user: Id, now: Millis, limit: i64) -> DbResult<Vec<Session>> {
    tx.all(
        "SELECT id, created_at, seen_at, agent, ip FROM people_sessions
         WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2 ORDER BY seen_at DESC, id DESC LIMIT $3",
        args![user, now, limit],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Session {
            id: row.get(0)?,
            created_at: row.get(1)?,
            seen_at: row.get(2)?,
            agent: row.get(3)?,
            ip: row.get(4)?,
        })
    })
    .collect()
}

/// Ends one session of a person; whether there was one.
pub(crate) async fn end(tx: &mut Tx, user: Id, id: Id, now: Millis) -> DbResult<bool> {
    let ended = tx
        .exec(
            "UPDATE people_sessions SET ended_at = $3 WHERE id = $1 AND user_id = $2 AND ended_at IS NULL",
            args![id, user, now],
        )
        .await?;
    Ok(ended > 0)
}

/// Whether a session goes on.
pub(crate) async fn is_open(tx: &mut Tx, id: Id, now: Millis) -> DbResult<bool> {
    let sql = "SELECT 1 FROM people_sessions WHERE id = $1 AND ended_at IS NULL AND expires_at > $2";
    Ok(tx.opt(sql, args![id, now]).await?.is_some())
}

/// Ends the sessions of a person but for one; how many.
pub(crate) async fn end_all(tx: &mut Tx, user: Id, except: Option<Id>, now: Millis) -> DbResult<u64> {
    tx.exec(
        "UPDATE people_sessions SET ended_at = $3 WHERE user_id = $1 AND ended_at IS NULL AND id <> $2",
        args![user, except.unwrap_or(Id(0)), now],
    )
    .await
}

/// Ends the sessions of a person that were not seen for longest, so that `keep` stay.
pub(crate) async fn end_surplus(tx: &mut Tx, user: Id, keep: i64, now: Millis) -> DbResult<u64> {
    tx.exec(
        "UPDATE people_sessions SET ended_at = $3 WHERE user_id = $1 AND ended_at IS NULL AND id NOT IN (
           SELECT id FROM people_sessions WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $3
           ORDER BY seen_at DESC, id DESC LIMIT $2)",
        args![user, keep, now],
    )
    .await
}

/// Tells that a session is used, and until when it now lasts.
pub(crate) async fn seen(tx: &mut Tx, id: Id, now: Millis, expires_at: Millis) -> DbResult<()> {
    tx.exec(
        "UPDATE people_sessions SET seen_at = $2, expires_at = $3 WHERE id = $1 AND ended_at IS NULL AND seen_at < $2",
        args![id, now, expires_at],
    )
    .await?;
    Ok(())
}

/// Sessions and tokens that came to an end in `(after, until]`, each with its person: ended, revoked or expired.
pub(crate) async fn ended(tx: &mut Tx, after: Millis, until: Millis) -> DbResult<Vec<(Id, Id)>> {
    // Each branch has its index. What a sign-out of everybody ends at once is still a short list of ids.
    tx.all(
        "SELECT user_id, id FROM people_sessions WHERE ended_at > $1
         UNION ALL SELECT user_id, id FROM people_sessions WHERE expires_at > $1 AND expires_at <= $2
         UNION ALL SELECT user_id, id FROM people_tokens WHERE revoked_at > $1
         UNION ALL SELECT user_id, id FROM people_tokens WHERE expires_at > $1 AND expires_at <= $2
         LIMIT 100000",
        args![after, until],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get(0)?, row.get(1)?)))
    .collect()
}

/// Removes sessions that ended or expired before `before`, at most `limit`; how many.
pub(crate) async fn purge(tx: &mut Tx, before: Millis, limit: i64) -> DbResult<u64> {
    tx.exec(
        "DELETE FROM people_sessions WHERE id IN (
           SELECT id FROM people_sessions WHERE ended_at < $1 OR expires_at < $1 LIMIT $2)",
        args![before, limit],
    )
    .await
}

fn behind(row: &Row, kind: TicketKind, scopes: Scopes) -> DbResult<Bearer> {
    Ok(Bearer {
        ticket: Ticket {
            id: row.get(0)?,
            kind,
            user: row.get(1)?,
            org: row.get(2)?,
            expires_at: row.get(3)?,
            seen_at: row.get(4)?,
            scopes,
        },
        name: row.get(5)?,
        state: state(row, 6)?,
        locale: locale(row.get(7)?),
    })
}
