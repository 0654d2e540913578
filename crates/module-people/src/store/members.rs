//! Who is in which department.

use kernel::Id;
use platform_db::{DbResult, Tx, args};

use crate::model::user::Membership;

/// A person's departments, the primary one first, each with its path.
pub(crate) async fn of_user(tx: &mut Tx, user: Id) -> DbResult<Vec<(Membership, String)>> {
    tx.all(
        "SELECT m.department_id, m.title, m.head, m.is_primary, m.position, d.path
         FROM people_user_departments m JOIN people_departments d ON d.id = m.department_id
         WHERE m.user_id = $1 ORDER BY m.is_primary DESC, d.path",
        args![user],
    )
    .await?
    .iter()
    .map(|row| {
        let membership = Membership {
            department: row.get(0)?,
            title: row.get(1)?,
            head: row.get(2)?,
            primary: row.get(3)?,
            position: row.get(4)?,
        };
        Ok((membership, row.get(5)?))
    })
    .collect()
}

pub(crate) async fn replace(tx: &mut Tx, user: Id, memberships: &[Membership]) -> DbResult<()> {
    tx.exec("DELETE FROM people_user_departments WHERE user_id = $1", args![user]).await?;
    for membership in memberships {
        tx.exec(
            "INSERT INTO people_user_departments (user_id, department_id, title, head, is_primary, position)
             VALUES ($1, $2, $3, $4, $5, $6)",
            args![
                user,
                membership.department,
                membership.title.as_ref(),
                membership.head,
                membership.primary,
                membership.position
            ],
        )
        .await?;
    }
    Ok(())
}

/// Heads of a department.
pub(crate) async fn heads(tx: &mut Tx, department: Id) -> DbResult<Vec<Id>> {
    tx.all(
        "SELECT user_id FROM people_user_departments WHERE department_id = $1 AND head ORDER BY position, user_id",
        args![department],
    )
    .await?
    .iter()
    .map(|row| row.get(0))
    .collect()
}

/// Whether anybody who did not leave is in the department.
pub(crate) async fn any(tx: &mut Tx, department: Id) -> DbResult<bool> {
    let row = tx
        .opt(
            "SELECT 1 FROM people_user_departments m JOIN people_users u ON u.id = m.user_id
             WHERE m.department_id = $1 AND u.state <> 'left' LIMIT 1",
            args![department],
        )
        .await?;
    Ok(row.is_some())
}

/// Everybody in the department, whatever their state; at most `limit`.
pub(crate) async fn everyone(tx: &mut Tx, department: Id, limit: i64) -> DbResult<Vec<Id>> {
    tx.all(
        "SELECT user_id FROM people_user_departments WHERE department_id = $1 LIMIT $2",
        args![department, limit],
    )
    .await?
    .iter()
    .map(|row| row.get(0))
    .collect()
}

/// Forgets who was in a department that is removed.
pub(crate) async fn clear(tx: &mut Tx, department: Id) -> DbResult<()> {
    tx.exec("DELETE FROM people_user_departments WHERE department_id = $1", args![department]).await?;
    Ok(())
}
