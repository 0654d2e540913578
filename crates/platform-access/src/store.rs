//! All SQL of this crate.

use kernel::{Id, Millis};
use platform_db::{DbError, DbResult, Row, Tx, args};

use crate::{Level, MAX_DEPTH, Subject, SubjectKind};

/// Something a person can open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Its id, also the id of the module's own row.
    pub id: Id,
    /// The organisation it belongs to.
    pub org: Id,
    /// Its kind, as the module registered it.
    pub kind: String,
    /// Who owns it: manages it whatever the grants say.
    pub owner: Id,
    /// What it lies in.
    pub parent: Option<Id>,
    /// Whether it inherits nothing from what it lies in.
    pub locked: bool,
    /// What it is called.
    pub title: String,
    /// When it was registered.
    pub created_at: Millis,
    /// When it was last renamed, moved, locked or given away.
    pub updated_at: Millis,
}

/// A grant as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Grant {
    pub(crate) subject: Subject,
    pub(crate) level: Level,
    pub(crate) by: Option<Id>,
    pub(crate) at: Millis,
}

/// One object of a chain with its grants.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) object: Object,
    pub(crate) grants: Vec<Grant>,
}

/// Which grants to one person are read along with a chain; all others always are.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Personal {
    /// Those of everybody.
    All,
    /// Those of this person.
    Of(Id),
    /// None.
    None,
}

/// The object and what it inherits from, nearest first. Ends at a lock, at [`MAX_DEPTH`], at another organisation, and
/// where it meets itself.
pub(crate) async fn chain(tx: &mut Tx, id: Id, personal: Personal) -> DbResult<Vec<Step>> {
    // Ids are positive: 0 and -1 are nobody.
    let personal = match personal {
        Personal::All => 0,
        Personal::None => -1,
        Personal::Of(user) => user.0,
    };
    let rows = tx
        .all(
            "WITH RECURSIVE chain (id, org_id, kind, owner_id, parent_id, locked, title, created_at, updated_at, depth) AS (
               SELECT id, org_id, kind, owner_id, parent_id, locked, title, created_at, updated_at, CAST(1 AS BIGINT)
               FROM access_objects WHERE id = $1
               UNION ALL
               SELECT o.id, o.org_id, o.kind, o.owner_id, o.parent_id, o.locked, o.title, o.created_at, o.updated_at,
                 chain.depth + 1
               FROM chain JOIN access_objects o ON o.id = chain.parent_id
               WHERE NOT chain.locked AND chain.depth < $3 AND o.org_id = chain.org_id
                 AND o.id <> $1 AND o.id <> chain.id
             )
             SELECT chain.id, chain.org_id, chain.kind, chain.owner_id, chain.parent_id, chain.locked, chain.title,
               chain.created_at, chain.updated_at, g.subject_kind, g.subject_id, g.level, g.granted_by, g.at
             FROM chain LEFT JOIN access_grants g ON g.object_id = chain.id
               AND (CAST($2 AS BIGINT) = 0 OR g.subject_kind <> 'user' OR g.subject_id = CAST($2 AS BIGINT))
             ORDER BY chain.depth, chain.id, g.at, g.subject_kind, g.subject_id",
            args![id, personal, i64::from(MAX_DEPTH)],
        )
        .await?;
    let mut steps: Vec<Step> = Vec::new();
    for row in &rows {
        let id: Id = row.get(0)?;
        if steps.last().is_none_or(|step| step.object.id != id) {
            if steps.iter().any(|step| step.object.id == id) {
                break;
            }
            steps.push(Step { object: object(row)?, grants: Vec::new() });
        }
        if let (Some(step), Some(grant)) = (steps.last_mut(), grant(row, 9)?) {
            step.grants.push(grant);
        }
    }
    Ok(steps)
}

pub(crate) async fn object_by_id(tx: &mut Tx, id: Id) -> DbResult<Option<Object>> {
    tx.opt(
        "SELECT id, org_id, kind, owner_id, parent_id, locked, title, created_at, updated_at FROM access_objects
         WHERE id = $1",
        args![id],
    )
    .await?
    .map(|row| object(&row))
    .transpose()
}

/// Kinds of the registered ones among these ids.
pub(crate) async fn kinds_of(tx: &mut Tx, ids: &[Id]) -> DbResult<Vec<(Id, String)>> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(row) = tx.opt("SELECT kind FROM access_objects WHERE id = $1", args![id]).await? {
            found.push((*id, row.get(0)?));
        }
    }
    Ok(found)
}

/// What an object lies in; `None` when there is no such object. `lock` keeps the row from being moved meanwhile.
pub(crate) async fn parent_of(tx: &mut Tx, id: Id, lock: bool) -> DbResult<Option<Option<Id>>> {
    let sql = if lock {
        "SELECT parent_id FROM access_objects WHERE id = $1 {for_update}"
    } else {
        "SELECT parent_id FROM access_objects WHERE id = $1"
    };
    tx.opt(sql, args![id]).await?.map(|row| row.get(0)).transpose()
}

pub(crate) async fn insert(tx: &mut Tx, object: &Object) -> DbResult<()> {
    tx.exec(
        "INSERT INTO access_objects (id, org_id, kind, owner_id, parent_id, locked, title, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            object.id,
            object.org,
            &object.kind,
            object.owner,
            object.parent,
            object.locked,
            &object.title,
            object.created_at,
            object.updated_at
        ],
    )
    .await?;
    Ok(())
}

pub(crate) async fn set_title(tx: &mut Tx, id: Id, title: &str, now: Millis) -> DbResult<()> {
    tx.exec("UPDATE access_objects SET title = $2, updated_at = $3 WHERE id = $1", args![id, title, now])
        .await?;
    Ok(())
}

pub(crate) async fn set_parent(tx: &mut Tx, id: Id, parent: Option<Id>, now: Millis) -> DbResult<()> {
    tx.exec(
        "UPDATE access_objects SET parent_id = $2, updated_at = $3 WHERE id = $1",
        args![id, parent, now],
    )
    .await?;
    Ok(())
}

pub(crate) async fn set_locked(tx: &mut Tx, id: Id, locked: bool, now: Millis) -> DbResult<()> {
    tx.exec("UPDATE access_objects SET locked = $2, updated_at = $3 WHERE id = $1", args![id, locked, now])
        .await?;
    Ok(())
}

pub(crate) async fn set_owner(tx: &mut Tx, id: Id, owner: Id, now: Millis) -> DbResult<()> {
    tx.exec("UPDATE access_objects SET owner_id = $2, updated_at = $3 WHERE id = $1", args![id, owner, now])
        .await?;
    Ok(())
}

/// Removes an object with its grants; [`DbError::Constraint`] while something lies in it.
pub(crate) async fn delete(tx: &mut Tx, id: Id) -> DbResult<bool> {
    Ok(tx.exec("DELETE FROM access_objects WHERE id = $1", args![id]).await? > 0)
}

pub(crate) async fn granted(tx: &mut Tx, object: Id, subject: Subject) -> DbResult<Option<Level>> {
    tx.opt(
        "SELECT level FROM access_grants WHERE object_id = $1 AND subject_kind = $2 AND subject_id = $3 {for_update}",
        args![object, subject.kind.as_str(), subject.id],
    )
    .await?
    .map(|row| level(&row, 0))
    .transpose()
}

pub(crate) async fn count_grants(tx: &mut Tx, object: Id) -> DbResult<i64> {
    tx.one("SELECT COUNT(*) FROM access_grants WHERE object_id = $1", args![object]).await?.get(0)
}

pub(crate) async fn put_grant(tx: &mut Tx, object: Id, grant: Grant) -> DbResult<()> {
    tx.exec(
        "INSERT INTO access_grants (object_id, subject_kind, subject_id, level, granted_by, at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (object_id, subject_kind, subject_id)
         DO UPDATE SET level = excluded.level, granted_by = excluded.granted_by, at = excluded.at",
        args![
            object,
            grant.subject.kind.as_str(),
            grant.subject.id,
            grant.level.as_str(),
            grant.by,
            grant.at
        ],
    )
    .await?;
    Ok(())
}

pub(crate) async fn delete_grant(tx: &mut Tx, object: Id, subject: Subject) -> DbResult<Option<Level>> {
    tx.opt(
        "DELETE FROM access_grants WHERE object_id = $1 AND subject_kind = $2 AND subject_id = $3 RETURNING level",
        args![object, subject.kind.as_str(), subject.id],
    )
    .await?
    .map(|row| level(&row, 0))
    .transpose()
}

fn object(row: &Row) -> DbResult<Object> {
    Ok(Object {
        id: row.get(0)?,
        org: row.get(1)?,
        kind: row.get(2)?,
        owner: row.get(3)?,
        parent: row.get(4)?,
        locked: row.get(5)?,
        title: row.get(6)?,
        created_at: row.get(7)?,
        updated_at: row.get(8)?,
    })
}

/// The grant in the columns from `first` on; `None` where the object has none.
fn grant(row: &Row, first: usize) -> DbResult<Option<Grant>> {
    let Some(kind) = row.get::<Option<String>>(first)? else { return Ok(None) };
    let kind = SubjectKind::parse(&kind)
        .ok_or_else(|| DbError::Shape(format!("no such kind of subject: {kind}")))?;
    Ok(Some(Grant {
        subject: Subject { kind, id: row.get(first + 1)? },
        level: level(row, first + 2)?,
        by: row.get(first + 3)?,
        at: row.get(first + 4)?,
    }))
}

fn level(row: &Row, column: usize) -> DbResult<Level> {
    let text: String = row.get(column)?;
    Level::parse(&text).ok_or_else(|| DbError::Shape(format!("no such level: {text}")))
}
