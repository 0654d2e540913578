//! Departments.

use kernel::{Id, Millis};
use platform_db::{DbResult, Row, Tx, args};

use crate::model::department::{Department, name_key};
use crate::model::limits;
use crate::model::user::Name;

/// The department of that id, if there is one in the organisation.
pub(crate) async fn find(tx: &mut Tx, org: Id, id: Id) -> DbResult<Option<Department>> {
    tx.opt(
        "SELECT id, org_id, parent_id, name, name_sort, pinyin, position, path, created_at FROM people_departments
         WHERE id = $1 AND org_id = $2",
        args![id, org],
    )
    .await?
    .map(|row| department(&row))
    .transpose()
}

/// What the department of that id is called.
pub(crate) async fn name_of(tx: &mut Tx, id: Id) -> DbResult<Option<String>> {
    tx.opt("SELECT name FROM people_departments WHERE id = $1", args![id])
        .await?
        .map(|row| row.get(0))
        .transpose()
}

/// Departments of an organisation in the order of paths, parents first, after `path`.
pub(crate) async fn page(tx: &mut Tx, org: Id, after: &str, limit: i64) -> DbResult<Vec<Department>> {
    tx.all(
        "SELECT id, org_id, parent_id, name, name_sort, pinyin, position, path, created_at FROM people_departments
         WHERE org_id = $1 AND path > $2 ORDER BY path LIMIT $3",
        args![org, after, limit],
    )
    .await?
    .iter()
    .map(department)
    .collect()
}

pub(crate) async fn count(tx: &mut Tx, org: Id) -> DbResult<i64> {
    tx.one("SELECT COUNT(*) FROM people_departments WHERE org_id = $1", args![org]).await?.get(0)
}

/// Place behind all others below `parent`.
pub(crate) async fn last_position(tx: &mut Tx, org: Id, parent: Option<Id>) -> DbResult<i64> {
    tx.one(
        "SELECT COALESCE(MAX(position) + 1, CAST(0 AS BIGINT)) FROM people_departments
         WHERE org_id = $1 AND COALESCE(parent_id, 0) = $2",
        args![org, parent.unwrap_or(Id(0))],
    )
    .await?
    .get(0)
}

/// Departments below the same parent with their positions, as they are shown; there are no more in a whole organisation.
pub(crate) async fn siblings(tx: &mut Tx, org: Id, parent: Option<Id>) -> DbResult<Vec<(Id, i64)>> {
    tx.all(
        "SELECT id, position FROM people_departments WHERE org_id = $1 AND COALESCE(parent_id, 0) = $2
         ORDER BY position, name_sort, id LIMIT $3",
        args![org, parent.unwrap_or(Id(0)), limits::DEPARTMENTS],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get(0)?, row.get(1)?)))
    .collect()
}

pub(crate) async fn set_position(tx: &mut Tx, id: Id, position: i64, now: Millis) -> DbResult<()> {
    tx.exec(
        "UPDATE people_departments SET position = $2, updated_at = $3 WHERE id = $1",
        args![id, position, now],
    )
    .await?;
    Ok(())
}

pub(crate) async fn insert(tx: &mut Tx, department: &Department) -> DbResult<()> {
    tx.exec(
        "INSERT INTO people_departments (id, org_id, parent_id, name, name_key, name_sort, pinyin, position, path,
           created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)",
        args![
            department.id,
            department.org,
            department.parent,
            &department.name.text,
            name_key(&department.name.text),
            &department.name.sort,
            &department.name.pinyin,
            department.position,
            &department.path,
            department.created_at
        ],
    )
    .await?;
    Ok(())
}

/// Writes name, parent and order; the path is moved by [`move_subtree`].
pub(crate) async fn save(tx: &mut Tx, department: &Department, now: Millis) -> DbResult<()> {
    tx.exec(
        "UPDATE people_departments SET parent_id = $2, name = $3, name_key = $4, name_sort = $5, pinyin = $6,
           position = $7, updated_at = $8
         WHERE id = $1",
        args![
            department.id,
            department.parent,
            &department.name.text,
            name_key(&department.name.text),
            &department.name.sort,
            &department.name.pinyin,
            department.position,
            now
        ],
    )
    .await?;
    Ok(())
}

/// Gives a department and everything below it their new paths. An id stands once in a path, so the old beginning is
/// found at the beginning only.
pub(crate) async fn move_subtree(tx: &mut Tx, org: Id, old: &str, new: &str) -> DbResult<()> {
    tx.exec(
        "UPDATE people_departments SET path = REPLACE(path, $2, $3) WHERE org_id = $1 AND path LIKE $4",
        args![org, old, new, format!("{old}%")],
    )
    .await?;
    Ok(())
}

/// The longest path in a subtree, by levels: how deep it reaches.
pub(crate) async fn deepest(tx: &mut Tx, org: Id, path: &str) -> DbResult<Vec<String>> {
    tx.all(
        "SELECT path FROM people_departments WHERE org_id = $1 AND path LIKE $2
         ORDER BY LENGTH(path) - LENGTH(REPLACE(path, '/', '')) DESC LIMIT 1",
        args![org, format!("{path}%")],
    )
    .await?
    .iter()
    .map(|row| row.get(0))
    .collect()
}

/// Whether any department hangs below it, or any role is limited to it.
pub(crate) async fn in_use(tx: &mut Tx, id: Id) -> DbResult<bool> {
    let row = tx
        .opt(
            "SELECT 1 FROM people_departments WHERE parent_id = $1
             UNION ALL SELECT 1 FROM people_roles WHERE department_id = $1 LIMIT 1",
            args![id],
        )
        .await?;
    Ok(row.is_some())
}

pub(crate) async fn delete(tx: &mut Tx, id: Id) -> DbResult<()> {
    tx.exec("DELETE FROM people_departments WHERE id = $1", args![id]).await?;
    Ok(())
}

fn department(row: &Row) -> DbResult<Department> {
    Ok(Department {
        id: row.get(0)?,
        org: row.get(1)?,
        parent: row.get(2)?,
        name: Name { text: row.get(3)?, sort: row.get(4)?, pinyin: row.get(5)? },
        position: row.get(6)?,
        path: row.get(7)?,
        created_at: row.get(8)?,
    })
}
