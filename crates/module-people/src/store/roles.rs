//! Roles held.

use kernel::{Grant, Id, Millis, Role};
use platform_db::{DbResult, Row, Tx, args};

use super::unknown;
use crate::model::role::{Held, Placed};

/// Every role of an organisation, owners first, each in the order they were given.
pub(crate) async fn of_org(tx: &mut Tx, org: Id, limit: i64) -> DbResult<Vec<Held>> {
    tx.all(
        "SELECT r.id, r.user_id, r.role, r.department_id, d.path
         FROM people_roles r LEFT JOIN people_departments d ON d.id = r.department_id
         WHERE r.org_id = $1
         ORDER BY CASE WHEN r.role = 'owner' THEN 0 ELSE 1 END, COALESCE(r.department_id, 0), r.id LIMIT $2",
        args![org, limit],
    )
    .await?
    .iter()
    .map(held)
    .collect()
}

/// The roles of a person.
pub(crate) async fn of_user(tx: &mut Tx, user: Id) -> DbResult<Vec<Held>> {
    tx.all(
        "SELECT r.id, r.user_id, r.role, r.department_id, d.path
         FROM people_roles r LEFT JOIN people_departments d ON d.id = r.department_id
         WHERE r.user_id = $1 ORDER BY r.id",
        args![user],
    )
    .await?
    .iter()
    .map(held)
    .collect()
}

/// The roles of a person as an actor carries them.
pub(crate) async fn grants_of(tx: &mut Tx, user: Id) -> DbResult<Vec<Grant>> {
    tx.all("SELECT role, department_id FROM people_roles WHERE user_id = $1 ORDER BY id", args![user])
        .await?
        .iter()
        .map(|row| Ok(Grant { role: role(row, 0)?, department: row.get(1)? }))
        .collect()
}

pub(crate) async fn find(tx: &mut Tx, org: Id, id: Id) -> DbResult<Option<Held>> {
    tx.opt(
        "SELECT r.id, r.user_id, r.role, r.department_id, d.path
         FROM people_roles r LEFT JOIN people_departments d ON d.id = r.department_id
         WHERE r.id = $1 AND r.org_id = $2",
        args![id, org],
    )
    .await?
    .map(|row| held(&row))
    .transpose()
}

pub(crate) async fn insert(tx: &mut Tx, org: Id, held: &Held, by: Option<Id>, now: Millis) -> DbResult<()> {
    tx.exec(
        "INSERT INTO people_roles (id, org_id, user_id, role, department_id, granted_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            held.id,
            org,
            held.user,
            held.role.as_str(),
            held.department.as_ref().map(|department| department.id),
            by,
            now
        ],
    )
    .await?;
    Ok(())
}

pub(crate) async fn delete(tx: &mut Tx, id: Id) -> DbResult<()> {
    tx.exec("DELETE FROM people_roles WHERE id = $1", args![id]).await?;
    Ok(())
}

pub(crate) async fn delete_of_user(tx: &mut Tx, user: Id) -> DbResult<()> {
    tx.exec("DELETE FROM people_roles WHERE user_id = $1", args![user]).await?;
    Ok(())
}

pub(crate) async fn count(tx: &mut Tx, org: Id) -> DbResult<i64> {
    tx.one("SELECT COUNT(*) FROM people_roles WHERE org_id = $1", args![org]).await?.get(0)
}

/// Owners other than this person who can sign in.
pub(crate) async fn other_owners(tx: &mut Tx, org: Id, user: Id) -> DbResult<i64> {
    tx.one(
        "SELECT COUNT(*) FROM people_roles r JOIN people_users u ON u.id = r.user_id
         WHERE r.org_id = $1 AND r.role = 'owner' AND u.state = 'active' AND r.user_id <> $2",
        args![org, user],
    )
    .await?
    .get(0)
}

/// The owner who was appointed first.
pub(crate) async fn first_owner(tx: &mut Tx, org: Id) -> DbResult<Option<Id>> {
    tx.opt(
        "SELECT user_id FROM people_roles WHERE org_id = $1 AND role = 'owner' ORDER BY id LIMIT 1",
        args![org],
    )
    .await?
    .map(|row| row.get(0))
    .transpose()
}

fn role(row: &Row, column: usize) -> DbResult<Role> {
    let text: String = row.get(column)?;
    Role::parse(&text).ok_or_else(|| unknown("people_roles.role", &text))
}

fn held(row: &Row) -> DbResult<Held> {
    let department: Option<Id> = row.get(3)?;
    let path: Option<String> = row.get(4)?;
    Ok(Held {
        id: row.get(0)?,
        user: row.get(1)?,
        role: role(row, 2)?,
        department: department.zip(path).map(|(id, path)| Placed { id, path }),
    })
}
