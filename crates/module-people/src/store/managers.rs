//! Who reports to whom.

use kernel::Id;
use platform_db::{DbResult, Tx, args};

use crate::model::limits;

/// The direct manager and the dotted-line managers, in order.
pub(crate) async fn of_user(tx: &mut Tx, user: Id) -> DbResult<(Option<Id>, Vec<Id>)> {
    let mut direct = None;
    let mut dotted = Vec::new();
    for row in tx
        .all("SELECT manager_id, kind FROM people_managers WHERE user_id = $1 ORDER BY position", args![user])
        .await?
    {
        let kind: String = row.get(1)?;
        if kind == "direct" {
            direct = Some(row.get(0)?);
        } else {
            dotted.push(row.get(0)?);
        }
    }
    Ok((direct, dotted))
}

pub(crate) async fn replace(tx: &mut Tx, user: Id, direct: Option<Id>, dotted: &[Id]) -> DbResult<()> {
    tx.exec("DELETE FROM people_managers WHERE user_id = $1", args![user]).await?;
    let lines = direct.iter().map(|id| (*id, "direct")).chain(dotted.iter().map(|id| (*id, "dotted")));
    for ((manager, kind), position) in lines.zip(0_i64..) {
        tx.exec(
            "INSERT INTO people_managers (user_id, manager_id, kind, position) VALUES ($1, $2, $3, $4)",
            args![user, manager, kind, position],
        )
        .await?;
    }
    Ok(())
}

/// Whether the line of direct managers from `manager` upwards leads to `user`.
pub(crate) async fn leads_to(tx: &mut Tx, manager: Id, user: Id) -> DbResult<bool> {
    let mut above = Some(manager);
    for _ in 0..limits::MANAGER_CHAIN {
        let Some(id) = above else { return Ok(false) };
        if id == user {
            return Ok(true);
        }
        above = tx
            .opt("SELECT manager_id FROM people_managers WHERE user_id = $1 AND kind = 'direct'", args![id])
            .await?
            .map(|row| row.get(0))
            .transpose()?;
    }
    Ok(false)
}

/// How many people report to the person directly; whoever left does not count.
pub(crate) async fn reports(tx: &mut Tx, manager: Id) -> DbResult<i64> {
    tx.one(
        "SELECT COUNT(*) FROM people_managers m JOIN people_users u ON u.id = m.user_id
         WHERE m.manager_id = $1 AND m.kind = 'direct' AND u.state <> 'left'",
        args![manager],
    )
    .await?
    .get(0)
}
