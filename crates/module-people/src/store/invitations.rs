//! Links by which passwords are chosen.

use kernel::{Id, Millis};
use platform_db::{DbResult, Row, Tx, args};

use super::unknown;
use crate::model::secret::Hash;
use crate::model::session::{Invitation, InvitationKind};

/// Adds a link, and makes the person's earlier ones useless.
pub(crate) async fn insert(
    tx: &mut Tx,
    invitation: &Invitation,
    hash: Hash,
    by: Option<Id>,
    now: Millis,
) -> DbResult<()> {
    spend_all(tx, invitation.user, now).await?;
    tx.exec(
        "INSERT INTO people_invitations (id, org_id, user_id, kind, token_hash, created_by, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            invitation.id,
            invitation.org,
            invitation.user,
            invitation.kind.as_str(),
            hash,
            by,
            now,
            invitation.expires_at
        ],
    )
    .await?;
    Ok(())
}

/// The link of that hash, if it is still good.
pub(crate) async fn find(tx: &mut Tx, hash: Hash, now: Millis) -> DbResult<Option<Invitation>> {
    tx.opt(
        "SELECT id, org_id, user_id, kind, expires_at FROM people_invitations
         WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2",
        args![hash, now],
    )
    .await?
    .map(|row| invitation(&row))
    .transpose()
}

/// Uses the link up; `false` when somebody was quicker.
pub(crate) async fn spend(tx: &mut Tx, id: Id, now: Millis) -> DbResult<bool> {
    let spent = tx
        .exec("UPDATE people_invitations SET used_at = $2 WHERE id = $1 AND used_at IS NULL", args![id, now])
        .await?;
    Ok(spent > 0)
}

/// Makes every link of a person useless.
pub(crate) async fn spend_all(tx: &mut Tx, user: Id, now: Millis) -> DbResult<()> {
    tx.exec(
        "UPDATE people_invitations SET used_at = $2 WHERE user_id = $1 AND used_at IS NULL",
        args![user, now],
    )
    .await?;
    Ok(())
}

/// Removes links that expired before `before`, at most `limit`; how many.
pub(crate) async fn purge(tx: &mut Tx, before: Millis, limit: i64) -> DbResult<u64> {
    tx.exec(
        "DELETE FROM people_invitations WHERE id IN (
           SELECT id FROM people_invitations WHERE expires_at < $1 LIMIT $2)",
        args![before, limit],
    )
    .await
}

fn invitation(row: &Row) -> DbResult<Invitation> {
    let kind: String = row.get(3)?;
    Ok(Invitation {
        id: row.get(0)?,
        org: row.get(1)?,
        user: row.get(2)?,
        kind: InvitationKind::parse(&kind).ok_or_else(|| unknown("people_invitations.kind", &kind))?,
        expires_at: row.get(4)?,
    })
}
