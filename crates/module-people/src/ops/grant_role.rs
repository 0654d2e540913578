//! Giving a role.

use contracts::people::{UserState, events};
use kernel::{Error, Id, Result, Role};
use platform_notify::NewNotification;
use serde_json::json;

use super::emit;
use crate::access::{Need, access_user, admin_scope, any_admin};
use crate::audit;
use crate::by::By;
use crate::error::{DEPARTMENT_UNKNOWN, OWNER_NOT_SCOPED, OWNERS_ONLY, ROLE_NEEDS_ACTIVE, TOO_MANY};
use crate::model::limits;
use crate::model::role::{Held, Placed};
use crate::model::text::{Fault, field_error};
use crate::notices;
use crate::state::PeopleState;
use crate::store;
use crate::store::taken::explain;

/// Gives somebody a role, for everything or for a department and what is below it. Owners give any role, admins of the
/// whole organisation that of an admin of a department.
pub(crate) async fn grant_role(
    state: &PeopleState,
    by: &By,
    org: Id,
    user: Id,
    role: Role,
    department: Option<Id>,
) -> Result<Id> {
    let (this, by) = (state.clone(), by.clone());
    state
        .write(move |tx| {
            Box::pin(async move {
                any_admin(&by)?;
                admin_scope(&by)?;
                store::orgs::lock(tx, org).await?;
                let found = access_user(tx, &by, org, user, Need::See).await?;
                let placed = match department {
                    None => None,
                    Some(_) if role == Role::Owner => {
                        return Err(field_error("department", &OWNER_NOT_SCOPED));
                    }
                    Some(id) => {
                        let department = store::departments::find(tx, org, id).await?;
                        Some(department.ok_or_else(|| field_error("department", &DEPARTMENT_UNKNOWN))?)
                    }
                };
                let held = Held {
                    id: this.core.ids.next(),
                    user,
                    role,
                    department: placed
                        .as_ref()
                        .map(|place| Placed { id: place.id, path: place.path.clone() }),
                };
                if !by.may_give(&held) {
                    return Err(Error::new(&OWNERS_ONLY));
                }
                if !matches!(found.user.state, UserState::Active | UserState::Invited) {
                    return Err(Error::new(&ROLE_NEEDS_ACTIVE));
                }
                if store::roles::count(tx, org).await? >= limits::ROLES as i64 {
                    return Err(field_error("role", Fault::with(&TOO_MANY, "max", limits::ROLES)));
                }
                store::roles::insert(tx, org, &held, by.user(), this.core.clock.now())
                    .await
                    .map_err(explain)?;
                let name = placed.map(|place| place.name.text).unwrap_or_default();
                if let Some((_, name_of_giver)) = by.named().filter(|(id, _)| *id != user) {
                    let notice = NewNotification {
                        org,
                        user,
                        kind: notices::of_role(role, department.is_some()),
                        params: json!({ "by": name_of_giver, "department": name }),
                        url: "/admin".to_owned(),
                        actor: by.user(),
                        dedup_key: None,
                    };
                    this.core.notify.add(tx, notice).await?;
                }
                emit::user(&this, tx, &by, org, events::USER_CHANGED, user).await?;
                let (target, detail) =
                    (emit::person(&found.user), json!({ "role": role.as_str(), "department": name }));
                emit::audit(&this, tx, &by, org, audit::ROLE_GRANTED, target, detail).await?;
                Ok(held.id)
            })
        })
        .await
}
