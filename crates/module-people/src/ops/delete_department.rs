//! Removing a department.

use contracts::people::events;
use kernel::{Error, Id, Result};
use serde_json::json;

use super::emit;
use crate::access::access_department;
use crate::audit;
use crate::by::By;
use crate::error::DEPARTMENT_NOT_EMPTY;
use crate::state::PeopleState;
use crate::store;

/// People who left that are taken out of a department with it; nobody's department has more.
const LEFT: i64 = 100_000;

/// Removes a department in which nobody is, below which nothing hangs, and which nobody administers. Whoever left while
/// in it is in it no more.
pub(crate) async fn delete_department(state: &PeopleState, by: &By, org: Id, id: Id) -> Result<()> {
    let (this, by) = (state.clone(), by.clone());
    state
        .write(move |tx| {
            Box::pin(async move {
                store::orgs::lock(tx, org).await?;
                let department = access_department(tx, &by, org, id, true).await?;
                if store::departments::in_use(tx, id).await? || store::members::any(tx, id).await? {
                    return Err(Error::new(&DEPARTMENT_NOT_EMPTY));
                }
                let left = store::members::everyone(tx, id, LEFT).await?;
                store::members::clear(tx, id).await?;
                store::departments::delete(tx, id).await?;
                emit::department(&this, tx, &by, org, events::DEPARTMENT_REMOVED, id, left).await?;
                let target = emit::of_department(&department);
                emit::audit(&this, tx, &by, org, audit::DEPARTMENT_REMOVED, target, json!({})).await
            })
        })
        .await
}
