//! Adding a person.

use contracts::people::{UserState, events};
use kernel::{Error, Id, Result};
use serde_json::json;

use super::{emit, write_user};
use crate::access::{Found, any_admin, rearrange};
use crate::audit;
use crate::by::By;
use crate::error::{OUT_OF_SCOPE, REQUIRED};
use crate::model::text::field_error;
use crate::model::user::{User, UserChange};
use crate::state::PeopleState;
use crate::store;
use crate::store::taken::explain;

/// Adds a person, who is invited until they choose a password. Admins of a department add people to what they
/// administer.
pub(crate) async fn create_user(state: &PeopleState, by: &By, org: Id, change: UserChange) -> Result<Id> {
    let (this, by) = (state.clone(), by.clone());
    state
        .write(move |tx| {
            Box::pin(async move {
                any_admin(&by)?;
                store::orgs::lock(tx, org).await?;
                let now = this.core.clock.now();
                let name = change.name.clone().ok_or_else(|| field_error("name", &REQUIRED))?;
                let user = User {
                    id: this.core.ids.next(),
                    org,
                    name,
                    state: UserState::Invited,
                    login: None,
                    employee_no: None,
                    email: None,
                    avatar: None,
                    has_password: false,
                    created_at: now,
                    joined_at: None,
                    left_at: None,
                };
                let before = Found { user, memberships: Vec::new(), held: Vec::new() };
                let ready = write_user::prepare(tx, &before, change).await?;
                let places = ready.places.as_deref().unwrap_or_default();
                if places.is_empty() && !by.reach().is_everything() {
                    return Err(Error::new(&OUT_OF_SCOPE));
                }
                rearrange(&by, &[], places)?;
                store::users::insert(tx, &ready.user, now).await.map_err(explain)?;
                write_user::write(tx, &ready, now).await?;
                emit::user(&this, tx, &by, org, events::USER_ADDED, ready.user.id).await?;
                let target = emit::person(&ready.user);
                emit::audit(&this, tx, &by, org, audit::USER_ADDED, target, json!({})).await?;
                Ok(ready.user.id)
            })
        })
        .await
}
