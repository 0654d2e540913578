//! Access tokens of programs.

use kernel::{Id, Millis, Scope};
use platform_db::{DbResult, Tx, args};

use crate::model::secret::Hash;
use crate::model::session::{Token, join_scopes, split_scopes};

/// A token to be written.
#[derive(Clone, Debug)]
pub(crate) struct NewToken {
    pub(crate) id: Id,
    pub(crate) org: Id,
    pub(crate) user: Id,
    pub(crate) name: String,
    pub(crate) hash: Hash,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) expires_at: Option<Millis>,
    pub(crate) now: Millis,
}

pub(crate) async fn insert(tx: &mut Tx, new: &NewToken) -> DbResult<()> {
    tx.exec(
        "INSERT INTO people_tokens (id, org_id, user_id, name, token_hash, scopes, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            new.id,
            new.org,
            new.user,
            &new.name,
            new.hash,
            join_scopes(&new.scopes),
            new.now,
            new.expires_at
        ],
    )
    .await?;
    Ok(())
}

/// The tokens of a person that can be used now, newest first.
pub(crate) async fn of_user(tx: &mut Tx, user: Id, now: Millis, limit: i64) -> DbResult<Vec<Token>> {
    tx.all(
        "SELECT id, name, scopes, created_at, used_at, expires_at FROM people_tokens
         WHERE user_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
         ORDER BY id DESC LIMIT $3",
        args![user, now, limit],
    )
    .await?
    .iter()
    .map(|row| {
        let scopes: String = row.get(2)?;
        Ok(Token {
            id: row.get(0)?,
            name: row.get(1)?,
            scopes: split_scopes(&scopes),
            created_at: row.get(3)?,
            used_at: row.get(4)?,
            expires_at: row.get(5)?,
        })
    })
    .collect()
}

/// Revokes one token of a person; its name, if there was one.
pub(crate) async fn revoke(tx: &mut Tx, user: Id, id: Id, now: Millis) -> DbResult<Option<String>> {
    tx.opt(
        "UPDATE people_tokens SET revoked_at = $3 WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL
         RETURNING name",
        args![id, user, now],
    )
    .await?
    .map(|row| row.get(0))
    .transpose()
}

/// Revokes every token of a person; how many.
pub(crate) async fn revoke_all(tx: &mut Tx, user: Id, now: Millis) -> DbResult<u64> {
    tx.exec(
        "UPDATE people_tokens SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL",
        args![user, now],
    )
    .await
}

/// Tells that a token is used.
pub(crate) async fn used(tx: &mut Tx, id: Id, now: Millis) -> DbResult<()> {
    tx.exec(
        "UPDATE people_tokens SET used_at = $2 WHERE id = $1 AND (used_at IS NULL OR used_at < $2)",
        args![id, now],
    )
    .await?;
    Ok(())
}

/// Removes tokens that were revoked or expired before `before`, at most `limit`; how many.
pub(crate) async fn purge(tx: &mut Tx, before: Millis, limit: i64) -> DbResult<u64> {
    tx.exec(
        "DELETE FROM people_tokens WHERE id IN (
           SELECT id FROM people_tokens WHERE revoked_at < $1 OR expires_at < $1 LIMIT $2)",
        args![before, limit],
    )
    .await
}
