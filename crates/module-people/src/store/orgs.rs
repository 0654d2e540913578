//! Organisations.

use kernel::{Id, Millis};
use platform_db::{DbResult, Row, Tx, args};

use crate::model::policy::Policy;

/// An organisation as stored.
#[derive(Clone, Debug)]
pub(crate) struct Org {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) logo: Option<Id>,
    pub(crate) policy: Policy,
}

/// The organisation.
pub(crate) async fn find(tx: &mut Tx, id: Id) -> DbResult<Option<Org>> {
    tx.opt("SELECT id, name, logo_file, policy FROM people_orgs WHERE id = $1", args![id])
        .await?
        .map(|row| org(&row))
        .transpose()
}

/// The organisation that was made first.
pub(crate) async fn first(tx: &mut Tx) -> DbResult<Option<Org>> {
    tx.opt("SELECT id, name, logo_file, policy FROM people_orgs ORDER BY id LIMIT 1", args![])
        .await?
        .map(|row| org(&row))
        .transpose()
}

/// Makes changes of the tree, of roles and of states in one organisation go one after the other: they rely on what
/// other rows hold.
pub(crate) async fn lock(tx: &mut Tx, id: Id) -> DbResult<()> {
    tx.opt("SELECT id FROM people_orgs WHERE id = $1 {for_update}", args![id]).await?;
    Ok(())
}

pub(crate) async fn insert(tx: &mut Tx, id: Id, name: &str, policy: &Policy, now: Millis) -> DbResult<()> {
    tx.exec(
        "INSERT INTO people_orgs (id, name, policy, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)",
        args![id, name, policy.to_json(), now],
    )
    .await?;
    Ok(())
}

pub(crate) async fn save(tx: &mut Tx, org: &Org, now: Millis) -> DbResult<()> {
    tx.exec(
        "UPDATE people_orgs SET name = $2, logo_file = $3, policy = $4, updated_at = $5 WHERE id = $1",
        args![org.id, &org.name, org.logo, org.policy.to_json(), now],
    )
    .await?;
    Ok(())
}

fn org(row: &Row) -> DbResult<Org> {
    let policy: String = row.get(3)?;
    Ok(Org { id: row.get(0)?, name: row.get(1)?, logo: row.get(2)?, policy: Policy::from_json(&policy) })
}
