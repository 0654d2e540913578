//! Taking a role back.

use contracts::people::events;
use kernel::{Error, Id, Result, Role};
use serde_json::json;

use super::change_state::keep_an_owner;
use super::emit;
use crate::access::{Need, access_user, admin_scope, any_admin};
use crate::audit;
use crate::by::By;
use crate::error::{OWNERS_ONLY, ROLE_NOT_FOUND};
use crate::state::PeopleState;
use crate::store;

/// Takes a role back; the last owner keeps theirs.
pub(crate) async fn revoke_role(state: &PeopleState, by: &By, org: Id, id: Id) -> Result<()> {
    let (this, by) = (state.clone(), by.clone());
    state
        .write(move |tx| {
            Box::pin(async move {
                any_admin(&by)?;
                admin_scope(&by)?;
                store::orgs::lock(tx, org).await?;
                let held =
                    store::roles::find(tx, org, id).await?.ok_or_else(|| Error::new(&ROLE_NOT_FOUND))?;
                if !by.may_give(&held) {
                    return Err(Error::new(&OWNERS_ONLY));
                }
                if held.role == Role::Owner {
                    keep_an_owner(tx, org, held.user, std::slice::from_ref(&held)).await?;
                }
                let found = access_user(tx, &by, org, held.user, Need::See).await?;
                store::roles::delete(tx, id).await?;
                let mut name = String::new();
                if let Some(place) = &held.department {
                    let department = store::departments::find(tx, org, place.id).await?;
                    name = department.map(|department| department.name.text).unwrap_or_default();
                }
                emit::user(&this, tx, &by, org, events::USER_CHANGED, held.user).await?;
                let (target, detail) =
                    (emit::person(&found.user), json!({ "role": held.role.as_str(), "department": name }));
                emit::audit(&this, tx, &by, org, audit::ROLE_REVOKED, target, detail).await
            })
        })
        .await
}
