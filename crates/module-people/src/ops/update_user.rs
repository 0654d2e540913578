//! Changing a person.

use contracts::people::events;
use kernel::{Id, Result};
use platform_db::Tx;
use serde_json::json;

use super::emit::{self, list};
use super::write_user::{self, Ready};
use crate::access::{Found, Need, access_user, any_admin};
use crate::audit;
use crate::by::By;
use crate::model::user::{Membership, UserChange};
use crate::state::PeopleState;
use crate::store;

/// Changes facts of a person. Whoever administers one of the departments may change what is theirs of a person who is
/// at home elsewhere, and nothing else.
pub(crate) async fn update_user(
    state: &PeopleState,
    by: &By,
    org: Id,
    id: Id,
    change: UserChange,
) -> Result<()> {
    let (this, by) = (state.clone(), by.clone());
    state
        .write(move |tx| {
            Box::pin(async move {
                any_admin(&by)?;
                // Lines of managers and places in the tree rely on what other rows hold.
                store::orgs::lock(tx, org).await?;
                let need = if change.is_only_departments() { Need::See } else { Need::Edit };
                let before = access_user(tx, &by, org, id, need).await?;
                let ready = write_user::prepare(tx, &before, change).await?;
                if let Some(places) = &ready.places {
                    before.may_move(&by, places)?;
                }
                apply(&this, tx, &by, &before, &ready).await
            })
        })
        .await
}

/// Writes a change, tells of it and records it. Nothing happens when nothing changes.
pub(super) async fn apply(
    state: &PeopleState,
    tx: &mut Tx,
    by: &By,
    before: &Found,
    ready: &Ready,
) -> Result<()> {
    if ready.fields.is_empty() {
        return Ok(());
    }
    let (org, id) = (before.user.org, before.user.id);
    write_user::write(tx, ready, state.core.clock.now()).await?;
    let places = ready.places.as_deref().unwrap_or(&before.memberships);
    let moved = departments(places) != departments(&before.memberships);
    if moved {
        emit::user(state, tx, by, org, events::USER_MOVED, id).await?;
    }
    if !moved || ready.fields != ["departments"] {
        emit::user(state, tx, by, org, events::USER_CHANGED, id).await?;
    }
    let target = emit::person(&ready.user);
    if moved {
        let (from, to) = (names(tx, org, &before.memberships).await?, names(tx, org, places).await?);
        let detail = json!({ "from": from, "to": to });
        emit::audit(state, tx, by, org, audit::USER_MOVED, target.clone(), detail).await?;
    }
    if !moved || ready.fields != ["departments"] {
        let detail = json!({ "fields": list(&ready.fields) });
        emit::audit(state, tx, by, org, audit::USER_CHANGED, target, detail).await?;
    }
    Ok(())
}

/// Which departments, and which of them is primary.
fn departments(places: &[(Membership, String)]) -> Vec<(Id, bool)> {
    let mut all: Vec<(Id, bool)> =
        places.iter().map(|(membership, _)| (membership.department, membership.primary)).collect();
    all.sort_unstable();
    all
}

async fn names(tx: &mut Tx, org: Id, places: &[(Membership, String)]) -> Result<String> {
    let mut names = Vec::with_capacity(places.len());
    for (membership, _) in places {
        if let Some(department) = store::departments::find(tx, org, membership.department).await? {
            names.push(department.name.text);
        }
    }
    Ok(list(names))
}
