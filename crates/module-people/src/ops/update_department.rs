//! Renaming, moving, reordering departments, and saying who heads them.

use contracts::people::{UserState, events};
use kernel::{Error, Id, Result};
use platform_db::Tx;
use serde_json::json;

use super::create_department::parent;
use super::emit::{self, list};
use crate::access::{access_department, place};
use crate::audit;
use crate::by::By;
use crate::error::{DEPARTMENT_CYCLE, DEPARTMENT_TOO_DEEP, PERSON_UNKNOWN};
use crate::model::department::{Department, depth, path_below};
use crate::model::limits;
use crate::model::text::Faults;
use crate::model::user::{Membership, Name};
use crate::state::PeopleState;
use crate::store;
use crate::store::taken::explain;

/// What is to be changed; `None` leaves it as it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct DepartmentChange {
    pub(crate) name: Option<Name>,
    /// `Some(None)` moves it to the top.
    pub(crate) parent: Option<Option<Id>>,
    pub(crate) position: Option<i64>,
    pub(crate) heads: Option<Vec<Id>>,
}

/// Changes a department. To move it, one must administer it, where it hangs and where it is to hang.
pub(crate) async fn update_department(
    state: &PeopleState,
    by: &By,
    org: Id,
    id: Id,
    change: DepartmentChange,
) -> Result<()> {
    let (this, by) = (state.clone(), by.clone());
    state
        .write(move |tx| {
            Box::pin(async move {
                store::orgs::lock(tx, org).await?;
                let before = access_department(tx, &by, org, id, true).await?;
                let mut after = before.clone();
                let mut fields = Vec::new();
                if let Some(name) = change.name
                    && name != after.name
                {
                    after.name = name;
                    fields.push("name");
                }
                if let Some(position) = change.position
                    && position != after.position
                {
                    after.position = position;
                    fields.push("order");
                }
                let moved = change.parent.filter(|parent| *parent != before.parent);
                if let Some(to) = moved {
                    move_below(tx, &by, &mut after, to).await?;
                    if change.position.is_none() {
                        after.position = store::departments::last_position(tx, org, to).await?;
                    }
                }
                if after != before {
                    store::departments::save(tx, &after, this.core.clock.now()).await.map_err(explain)?;
                }
                if after.path != before.path {
                    store::departments::move_subtree(tx, org, &before.path, &after.path).await?;
                }
                let mut heads = Vec::new();
                if let Some(wanted) = change.heads {
                    heads = set_heads(&this, tx, &by, &after, &wanted).await?;
                    if !heads.is_empty() {
                        fields.push("heads");
                    }
                }
                if moved.is_some() {
                    emit::department(&this, tx, &by, org, events::DEPARTMENT_MOVED, id, Vec::new()).await?;
                }
                if !fields.is_empty() {
                    emit::department(&this, tx, &by, org, events::DEPARTMENT_CHANGED, id, heads).await?;
                }
                let target = emit::of_department(&after);
                if let Some(to) = moved {
                    let (from, to) = (name_of(tx, org, before.parent).await?, name_of(tx, org, to).await?);
                    let detail = json!({ "from": from, "to": to });
                    emit::audit(&this, tx, &by, org, audit::DEPARTMENT_MOVED, target.clone(), detail).await?;
                }
                if !fields.is_empty() {
                    let detail = json!({ "fields": list(&fields) });
                    emit::audit(&this, tx, &by, org, audit::DEPARTMENT_CHANGED, target, detail).await?;
                }
                Ok(())
            })
        })
        .await
}

/// Gives a department its place below another, if it may hang there.
async fn move_below(tx: &mut Tx, by: &By, department: &mut Department, to: Option<Id>) -> Result<()> {
    let org = department.org;
    let old = parent(tx, org, department.parent).await?;
    let new = parent(tx, org, to).await?;
    place(by, old.as_ref())?;
    place(by, new.as_ref())?;
    if new.as_ref().is_some_and(|new| new.is_within(department.id)) {
        return Err(Error::new(&DEPARTMENT_CYCLE));
    }
    let below = store::departments::deepest(tx, org, &department.path).await?;
    let reaches = below.iter().map(|path| depth(path)).max().unwrap_or(0) + 1 - depth(&department.path);
    let path = new.as_ref().map(|new| new.path.as_str());
    if path.map_or(0, depth) + reaches > limits::DEPTH {
        return Err(Error::new(&DEPARTMENT_TOO_DEEP).with("max", limits::DEPTH));
    }
    department.path = path_below(path, department.id);
    department.parent = to;
    Ok(())
}

/// Says who heads a department; whoever was not a member becomes one. Tells whose places changed.
pub(super) async fn set_heads(
    state: &PeopleState,
    tx: &mut Tx,
    by: &By,
    department: &Department,
    wanted: &[Id],
) -> Result<Vec<Id>> {
    let org = department.org;
    let before = store::members::heads(tx, department.id).await?;
    let mut faults = Faults::default();
    for (i, id) in wanted.iter().enumerate() {
        let state = store::users::state_of(tx, org, *id).await?;
        if state.is_none_or(|state| state == UserState::Left) {
            faults.add(format!("heads[{i}]"), &PERSON_UNKNOWN);
        }
    }
    faults.done()?;
    let mut changed: Vec<Id> = before.iter().filter(|id| !wanted.contains(id)).copied().collect();
    changed.extend(wanted.iter().filter(|id| !before.contains(id)));
    changed.sort_unstable();
    changed.dedup();
    for id in &changed {
        let mut memberships: Vec<Membership> =
            store::members::of_user(tx, *id).await?.into_iter().map(|(membership, _)| membership).collect();
        let head = wanted.contains(id);
        match memberships.iter_mut().find(|membership| membership.department == department.id) {
            Some(membership) => membership.head = head,
            None => memberships.push(Membership {
                department: department.id,
                title: None,
                head,
                primary: memberships.is_empty(),
                position: 0,
            }),
        }
        store::members::replace(tx, *id, &memberships).await?;
        let joined = !before.contains(id) && memberships.len() > 1;
        let kind = if joined { events::USER_MOVED } else { events::USER_CHANGED };
        emit::user(state, tx, by, org, kind, *id).await?;
    }
    Ok(changed)
}

async fn name_of(tx: &mut Tx, org: Id, id: Option<Id>) -> Result<String> {
    let Some(id) = id else { return Ok(list::<&str>([])) };
    Ok(store::departments::find(tx, org, id).await?.map(|found| found.name.text).unwrap_or_default())
}
