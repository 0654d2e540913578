//! Setting somebody's password from the command line.

use contracts::people::{UserState, events};
use kernel::{Error, Id, Result};
use serde_json::json;

use super::accept_invitation::{check_password, own};
use super::emit;
use crate::audit;
use crate::by::By;
use crate::error::USER_NOT_FOUND;
use crate::state::PeopleState;
use crate::store;

/// Sets a password; every session ends. `must_change` asks for another one at the next sign-in. Whoever was invited has
/// thereby arrived.
pub(crate) async fn set_password(
    state: &PeopleState,
    org_id: Id,
    id: Id,
    password: String,
    must_change: bool,
) -> Result<()> {
    let (org, own) = state
        .read(move |tx| {
            Box::pin(async move {
                let not_found = || Error::new(&USER_NOT_FOUND);
                let user = store::users::find(tx, org_id, id).await?.ok_or_else(not_found)?;
                let org = store::orgs::find(tx, org_id).await?.ok_or_else(not_found)?;
                Ok((org, own(&user, store::users::phones(tx, id).await?)))
            })
        })
        .await?;
    check_password(&org, &password, &own, "password")?;
    let kept = state.hasher.hash(password).await?;
    let this = state.clone();
    state
        .write(move |tx| {
            Box::pin(async move {
                let now = this.core.clock.now();
                let mut user =
                    store::users::lock(tx, org_id, id).await?.ok_or_else(|| Error::new(&USER_NOT_FOUND))?;
                store::users::set_password(tx, id, &kept, must_change, now).await?;
                store::attempts::clear(tx, &format!("user:{id}")).await?;
                store::sessions::end_all(tx, id, None, now).await?;
                store::invitations::spend_all(tx, id, now).await?;
                if user.state == UserState::Invited {
                    user.state = UserState::Active;
                    user.joined_at = user.joined_at.or(Some(now));
                    store::users::save(tx, &user, now).await?;
                }
                emit::user(&this, tx, &By::Office, org_id, events::USER_CHANGED, id).await?;
                let live = this.core.live.clone();
                tx.after_commit(move || live.close_user(id, None));
                let target = emit::person(&user);
                emit::audit(&this, tx, &By::Office, org_id, audit::PASSWORD_SET, target, json!({})).await
            })
        })
        .await
}
