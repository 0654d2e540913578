//! The first organisation and its first owner.

use contracts::people::{UserState, events};
use kernel::{Error, Result, Role};
use serde_json::json;

use super::emit;
use super::invite_user::{Link, make};
use crate::audit;
use crate::by::By;
use crate::error::OFFICE_EXISTS;
use crate::model::policy::Policy;
use crate::model::role::Held;
use crate::model::session::InvitationKind;
use crate::model::user::{Name, User};
use crate::state::PeopleState;
use crate::store;
use crate::store::taken::explain;

/// Makes the organisation and its owner, who is invited and comes in by the link. An office has one organisation; a second is refused.
pub(crate) async fn create_office(
    state: &PeopleState,
    org_name: String,
    owner_name: Name,
    login: String,
) -> Result<Link> {
    let this = state.clone();
    state
        .write(move |tx| {
            Box::pin(async move {
                if store::orgs::first(tx).await?.is_some() {
                    return Err(Error::new(&OFFICE_EXISTS));
                }
                let (org, owner, now) = (this.core.ids.next(), this.core.ids.next(), this.core.clock.now());
                store::orgs::insert(tx, org, &org_name, &Policy::default(), now).await?;
                let user = User {
                    id: owner,
                    org,
                    name: owner_name,
                    state: UserState::Invited,
                    login: Some(login),
                    employee_no: None,
                    email: None,
                    avatar: None,
                    has_password: false,
                    created_at: now,
                    joined_at: None,
                    left_at: None,
                };
                store::users::insert(tx, &user, now).await.map_err(explain)?;
                let held =
                    Held { id: this.core.ids.next(), user: owner, role: Role::Owner, department: None };
                store::roles::insert(tx, org, &held, None, now).await?;
                let link = make(&this, tx, &By::Office, org, owner, InvitationKind::Owner).await?;
                emit::user(&this, tx, &By::Office, org, events::USER_ADDED, owner).await?;
                let detail = json!({ "name": org_name });
                emit::audit(&this, tx, &By::Office, org, audit::OFFICE_OPENED, emit::person(&user), detail)
                    .await?;
                Ok(link)
            })
        })
        .await
}
