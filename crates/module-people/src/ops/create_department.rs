//! Adding a department.

use contracts::people::events;
use kernel::{Error, Id, Result};
use platform_db::Tx;
use serde_json::json;

use super::emit;
use super::update_department::set_heads;
use crate::access::place;
use crate::audit;
use crate::by::By;
use crate::error::{DEPARTMENT_TOO_DEEP, DEPARTMENT_UNKNOWN, TOO_MANY_DEPARTMENTS};
use crate::model::department::{Department, depth, path_below};
use crate::model::limits;
use crate::model::text::field_error;
use crate::model::user::Name;
use crate::state::PeopleState;
use crate::store;
use crate::store::taken::explain;

/// A department to be added.
#[derive(Clone, Debug)]
pub(crate) struct NewDepartment {
    pub(crate) name: Name,
    pub(crate) parent: Option<Id>,
    /// Place among its siblings; `None` is behind all of them.
    pub(crate) position: Option<i64>,
    /// Who heads it; they become members.
    pub(crate) heads: Vec<Id>,
}

/// Adds a department below another, or at the top.
pub(crate) async fn create_department(
    state: &PeopleState,
    by: &By,
    org: Id,
    new: NewDepartment,
) -> Result<Id> {
    let (this, by) = (state.clone(), by.clone());
    state
        .write(move |tx| {
            Box::pin(async move {
                store::orgs::lock(tx, org).await?;
                let parent = parent(tx, org, new.parent).await?;
                place(&by, parent.as_ref())?;
                let path = parent.as_ref().map(|parent| parent.path.as_str());
                if path.map_or(0, depth) >= limits::DEPTH {
                    return Err(Error::new(&DEPARTMENT_TOO_DEEP).with("max", limits::DEPTH));
                }
                if store::departments::count(tx, org).await? >= limits::DEPARTMENTS {
                    return Err(Error::new(&TOO_MANY_DEPARTMENTS).with("max", limits::DEPARTMENTS));
                }
                let id = this.core.ids.next();
                let position = match new.position {
                    Some(position) => position,
                    None => store::departments::last_position(tx, org, new.parent).await?,
                };
                let department = Department {
                    id,
                    org,
                    parent: new.parent,
                    name: new.name,
                    position,
                    path: path_below(path, id),
                    created_at: this.core.clock.now(),
                };
                store::departments::insert(tx, &department).await.map_err(explain)?;
                let heads = set_heads(&this, tx, &by, &department, &new.heads).await?;
                emit::department(&this, tx, &by, org, events::DEPARTMENT_ADDED, id, heads).await?;
                let target = emit::of_department(&department);
                emit::audit(&this, tx, &by, org, audit::DEPARTMENT_ADDED, target, json!({})).await?;
                Ok(id)
            })
        })
        .await
}

/// The department that another is to hang below.
pub(super) async fn parent(tx: &mut Tx, org: Id, id: Option<Id>) -> Result<Option<Department>> {
    let Some(id) = id else { return Ok(None) };
    let found = store::departments::find(tx, org, id).await?;
    found.map(Some).ok_or_else(|| field_error("parent", &DEPARTMENT_UNKNOWN))
}
