//! Renaming, moving, reordering departments, and saying who heads them.

use contracts::people::{UserState, events};
use kernel::{Error, Id, Millis, Result};
use platform_db::Tx;
use serde_json::json;

use super::create_department::parent;
use super::emit::{self, list};
use crate::access::{Need, access_department, access_user, place};
use crate::audit;
use crate::by::By;
use crate::error::{DEPARTMENT_CYCLE, DEPARTMENT_TOO_DEEP, DEPARTMENT_UNKNOWN, PERSON_UNKNOWN, TOO_MANY};
use crate::model::department::{Department, depth, path_below};
use crate::model::limits;
use crate::model::text::{Fault, Faults, field_error};
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
    /// The sibling it is to stand before; `Some(None)` puts it behind all.
    pub(crate) before: Option<Option<Id>>,
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
                    if change.position.is_none() && change.before.is_none() {
                        after.position = store::departments::last_position(tx, org, to).await?;
                    }
                }
                if let Some(sibling) = change.before
                    && stand_before(tx, &mut after, sibling, this.core.clock.now()).await?
                    && !fields.contains(&"order")
                {
                    fields.push("order");
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

/// Gives a department its place among its siblings, and each of them the number of its own; whether any changed.
async fn stand_before(
    tx: &mut Tx,
    department: &mut Department,
    sibling: Option<Id>,
    now: Millis,
) -> Result<bool> {
    let (org, id) = (department.org, department.id);
    let mut row = store::departments::siblings(tx, org, department.parent).await?;
    row.retain(|(other, _)| *other != id);
    let place = match sibling {
        None => row.len(),
        Some(sibling) => row
            .iter()
            .position(|(other, _)| *other == sibling)
            .ok_or_else(|| field_error("before", &DEPARTMENT_UNKNOWN))?,
    };
    row.insert(place, (id, department.position));
    let mut changed = false;
    for (number, (other, position)) in (0..).zip(row) {
        if position == number {
            continue;
        }
        changed = true;
        if other == id {
            department.position = number;
        } else {
            store::departments::set_position(tx, other, number, now).await?;
        }
    }
    Ok(changed)
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
    // All of them before the first event is written: who changes oneself holds first the person, then the events.
    for id in &changed {
        store::users::lock(tx, org, *id).await?;
    }
    for id in &changed {
        let found = access_user(tx, by, org, *id, Need::See).await?;
        let mut places = found.memberships.clone();
        let head = wanted.contains(id);
        let joins = match places.iter_mut().find(|(membership, _)| membership.department == department.id) {
            Some((membership, _)) => {
                membership.head = head;
                false
            }
            None => {
                let membership = Membership {
                    department: department.id,
                    title: None,
                    head,
                    primary: places.is_empty(),
                    position: 0,
                };
                places.push((membership, department.path.clone()));
                true
            }
        };
        found.may_move(by, &places)?;
        if places.len() > limits::USER_DEPARTMENTS {
            let at = wanted.iter().position(|other| other == id).unwrap_or_default();
            return Err(field_error(
                format!("heads[{at}]"),
                Fault::with(&TOO_MANY, "max", limits::USER_DEPARTMENTS),
            ));
        }
        let memberships: Vec<Membership> = places.into_iter().map(|(membership, _)| membership).collect();
        store::members::replace(tx, *id, &memberships).await?;
        let kind = if joins { events::USER_MOVED } else { events::USER_CHANGED };
        emit::user(state, tx, by, org, kind, *id).await?;
    }
    Ok(changed)
}

async fn name_of(tx: &mut Tx, org: Id, id: Option<Id>) -> Result<String> {
    let Some(id) = id else { return Ok(list::<&str>([])) };
    Ok(store::departments::find(tx, org, id).await?.map(|found| found.name.text).unwrap_or_default())
}
