//! Changing very many people in one transaction: all of it or nothing.

use kernel::{Error, Id, Result};
use platform_db::Tx;
use serde_json::json;

use super::emit;
use crate::audit;
use crate::by::By;
use crate::error::{LAST_OWNER, MANAGER_CYCLE};
use crate::model::plan::{Plan, Planned, in_circle};
use crate::model::text::field_error;
use crate::model::user::{Membership, User};
use crate::state::PeopleState;
use crate::store::taken::explain;
use crate::store::{bulk, roles, users};

/// People written between two reports of progress.
const CHUNK: usize = 500;

/// Writes a plan. Values that belong to one person may be exchanged between people of the plan; a clash with anybody
/// else, a circle of managers, or an organisation left without an owner undoes everything. One event tells of all of
/// it, one audit entry records it; memory follows once it is committed. `progress` hears how many people are written.
pub(crate) async fn apply_changes(
    state: &PeopleState,
    tx: &mut Tx,
    by: &By,
    org: Id,
    import: Id,
    plan: &Plan,
    progress: &(dyn Fn(usize) + Send + Sync),
) -> Result<()> {
    let now = state.core.clock.now();
    bulk::departments(&plan.departments).insert(tx).await.map_err(explain)?;

    // Who leaves gives back what others of the plan may take.
    if !plan.leave.is_empty() {
        let mut owner_leaves = false;
        for id in &plan.leave {
            owner_leaves |=
                roles::of_user(tx, *id).await?.iter().any(|held| held.role == kernel::Role::Owner);
        }
        bulk::leave(tx, &plan.leave, now).await?;
        if owner_leaves && roles::other_owners(tx, org, Id(0)).await? == 0 {
            return Err(Error::new(&LAST_OWNER));
        }
    }
    progress(plan.leave.len());

    let changed = ids(&plan.change, |_| true);
    bulk::release_keys(tx, &changed).await?;
    bulk::clear_phones(tx, &ids(&plan.change, |planned| planned.phones.is_some())).await?;
    bulk::clear_memberships(tx, &ids(&plan.change, |planned| planned.memberships.is_some())).await?;
    bulk::clear_managers(tx, &ids(&plan.change, |planned| planned.managers.is_some())).await?;
    let mut written = plan.leave.len();
    for planned in &plan.change {
        users::save(tx, &planned.user, now).await.map_err(explain)?;
        for (attribute, value) in &planned.attributes {
            crate::store::attributes::set_value(tx, planned.user.id, *attribute, value.as_deref()).await?;
        }
        written += 1;
        if written.is_multiple_of(CHUNK) {
            progress(written);
        }
    }
    for people in plan.add.chunks(CHUNK) {
        let rows: Vec<User> = people.iter().map(|planned| planned.user.clone()).collect();
        bulk::users(&rows, plan.password.as_deref(), now).insert(tx).await.map_err(explain)?;
        let values = people.iter().flat_map(|planned| {
            let values = planned.attributes.iter();
            values.filter_map(|(attribute, value)| Some((planned.user.id, *attribute, value.as_deref()?)))
        });
        bulk::attribute_values(values).insert(tx).await?;
        written += people.len();
        progress(written);
    }
    // Lists last: a manager may be anybody of the plan.
    for people in plan.change.chunks(CHUNK).chain(plan.add.chunks(CHUNK)) {
        let phones = people.iter().map(|planned| {
            (planned.user.id, planned.user.state, planned.phones.as_deref().unwrap_or_default())
        });
        bulk::phones(phones).insert(tx).await.map_err(explain)?;
        let places = people
            .iter()
            .map(|planned| (planned.user.id, planned.memberships.as_deref().unwrap_or_default()));
        bulk::memberships(places).insert(tx).await?;
        let lines = people.iter().filter_map(|planned| {
            let (direct, dotted) = planned.managers.as_ref()?;
            Some((planned.user.id, *direct, dotted.as_slice()))
        });
        bulk::managers(lines).insert(tx).await?;
    }
    let managers = plan.change.iter().chain(&plan.add).any(|planned| planned.managers.is_some());
    if managers && in_circle(&bulk::direct_lines(tx, org).await?).is_some() {
        return Err(field_error("manager", &MANAGER_CYCLE));
    }

    emit::imported(state, tx, by, org, import).await?;
    let (live, left) = (state.core.live.clone(), plan.leave.clone());
    tx.after_commit(move || {
        for user in left {
            live.close_user(user, None);
        }
    });
    let detail = json!({
        "import": import,
        "added": plan.add.len(),
        "changed": plan.change.len(),
        "left": plan.leave.len(),
        "departments": plan.departments.len(),
    });
    emit::audit(state, tx, by, org, audit::DIRECTORY_CHANGED, None, detail).await
}

fn ids(people: &[Planned], wanted: impl Fn(&Planned) -> bool) -> Vec<Id> {
    people.iter().filter(|planned| wanted(planned)).map(|planned| planned.user.id).collect()
}

/// Places for a person of a plan: each department once, exactly one primary.
pub(crate) fn settled(mut memberships: Vec<Membership>) -> Vec<Membership> {
    let mut seen = Vec::new();
    memberships.retain(|membership| {
        let fresh = !seen.contains(&membership.department);
        seen.push(membership.department);
        fresh
    });
    crate::model::user::settle_primary(&mut memberships);
    memberships
}
