//! Suspending, reactivating, and marking as departed.

use contracts::people::{UserState, events};
use kernel::{Error, Id, Result};
use platform_db::Tx;
use serde_json::json;

use super::emit;
use crate::access::{Need, access_user};
use crate::audit;
use crate::by::By;
use crate::error::{LAST_OWNER, STATE_CONFLICT};
use crate::model::role::Held;
use crate::model::user::Step;
use crate::state::PeopleState;
use crate::store;
use crate::store::taken::explain;

/// Takes a step with a person. Who may not sign in any more is signed out everywhere, sockets included; who left also
/// loses tokens, links and roles, and gives mobile number and e-mail address back.
pub(crate) async fn change_state(state: &PeopleState, by: &By, org: Id, id: Id, step: Step) -> Result<()> {
    let (this, by) = (state.clone(), by.clone());
    state
        .write(move |tx| {
            Box::pin(async move {
                store::orgs::lock(tx, org).await?;
                let found = access_user(tx, &by, org, id, Need::Manage).await?;
                let mut user = found.user.clone();
                let next = step.from(user.state, user.has_password);
                user.state = next.ok_or_else(|| Error::new(&STATE_CONFLICT))?;
                let now = this.core.clock.now();
                let (event, act) = match step {
                    Step::Suspend => (events::USER_SUSPENDED, audit::USER_SUSPENDED),
                    Step::Reactivate => (events::USER_REACTIVATED, audit::USER_REACTIVATED),
                    Step::Leave => (events::USER_LEFT, audit::USER_LEFT),
                };
                if step == Step::Reactivate {
                    user.left_at = None;
                } else {
                    keep_an_owner(tx, org, id, &found.held).await?;
                    store::sessions::end_all(tx, id, None, now).await?;
                }
                if step == Step::Leave {
                    user.left_at = Some(now);
                    store::tokens::revoke_all(tx, id, now).await?;
                    store::invitations::spend_all(tx, id, now).await?;
                    store::roles::delete_of_user(tx, id).await?;
                }
                store::users::save(tx, &user, now).await.map_err(explain)?;
                if (found.user.state == UserState::Left) != (user.state == UserState::Left) {
                    // Mobile numbers are taken, or given back.
                    let phones = store::users::phones(tx, id).await?;
                    store::users::replace_phones(tx, id, user.state, &phones).await.map_err(explain)?;
                }
                emit::user(&this, tx, &by, org, event, id).await?;
                emit::audit(&this, tx, &by, org, act, emit::person(&user), json!({})).await
            })
        })
        .await
}

/// Fails when nobody but this person could act as owner. The organisation's row is locked.
pub(super) async fn keep_an_owner(tx: &mut Tx, org: Id, user: Id, held: &[Held]) -> Result<()> {
    let owns = held.iter().any(|held| held.role == kernel::Role::Owner);
    if owns && store::roles::other_owners(tx, org, user).await? == 0 {
        return Err(Error::new(&LAST_OWNER));
    }
    Ok(())
}
