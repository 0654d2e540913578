//! Choosing another password while signed in.

use std::sync::Arc;

use contracts::people::events;
use kernel::{Actor, Error, Result};
use platform_http::error::SIGN_IN;
use serde_json::json;

use super::accept_invitation::{check_password, own};
use super::attempts::{self, Limit};
use super::emit;
use super::sign_in::Device;
use crate::access::own_session;
use crate::audit;
use crate::auth::hasher::Outcome;
use crate::by::By;
use crate::error::{PASSWORD_SAME, PASSWORD_WRONG, USER_NOT_FOUND};
use crate::model::limits;
use crate::model::text::field_error;
use crate::state::PeopleState;
use crate::store;

/// Changes the person's password; every other session ends, sockets included. Wrong guesses of the present password
/// count like failed sign-ins: a browser left open must not become an account taken over.
pub(crate) async fn change_password(
    state: &PeopleState,
    actor: &Arc<Actor>,
    current: String,
    new: String,
    device: Device,
) -> Result<()> {
    own_session(actor)?;
    let (id, org_id) = (actor.user, actor.org);
    let (user, sign_in, org, own) = state
        .read(move |tx| {
            Box::pin(async move {
                let not_found = || Error::new(&USER_NOT_FOUND);
                let user = store::users::find(tx, org_id, id).await?.ok_or_else(not_found)?;
                let sign_in = store::users::sign_in_of(tx, id).await?.ok_or_else(not_found)?;
                let org = store::orgs::find(tx, org_id).await?.ok_or_else(not_found)?;
                let own = own(&user, store::users::phones(tx, id).await?);
                Ok((user, sign_in, org, own))
            })
        })
        .await?;
    check_password(&org, &new, &own, "new")?;
    if current == new {
        return Err(field_error("new", &PASSWORD_SAME));
    }
    let limit = Limit { key: format!("user:{id}"), allowed: i64::from(org.policy.lock_after_attempts) };
    attempts::count(state, std::slice::from_ref(&limit), &org.policy).await?;
    let current = if current.len() <= limits::PASSWORD_BYTES { current } else { String::new() };
    let kept = match state.hasher.check(current, sign_in.password_hash.clone()).await {
        Ok(Outcome::Wrong) => return Err(field_error("current", &PASSWORD_WRONG)),
        Ok(_) => state.hasher.hash(new).await,
        Err(error) => Err(error),
    };
    let kept = match kept {
        Ok(kept) => kept,
        Err(error) => {
            attempts::take_back(state, &[limit]).await;
            return Err(error);
        }
    };
    let (this, session) = (state.clone(), actor.session);
    state
        .write(move |tx| {
            Box::pin(async move {
                let now = this.core.clock.now();
                store::users::lock(tx, user.org, user.id).await?;
                // Meanwhile the password may have been set anew by a link, which ends every session: that one counts.
                let present = store::users::sign_in_of(tx, user.id).await?.and_then(|row| row.password_hash);
                if present != sign_in.password_hash || !store::sessions::is_open(tx, session, now).await? {
                    return Err(Error::new(&SIGN_IN));
                }
                store::users::set_password(tx, user.id, &kept, false, now).await?;
                store::attempts::clear(tx, &limit.key).await?;
                store::sessions::end_all(tx, user.id, Some(session), now).await?;
                store::invitations::spend_all(tx, user.id, now).await?;
                emit::user(&this, tx, &By::Office, user.org, events::USER_CHANGED, user.id).await?;
                let live = this.core.live.clone();
                tx.after_commit(move || live.close_user(user.id, Some(session)));
                device.audit(&this, tx, audit::PASSWORD_CHANGED, &user, json!({})).await
            })
        })
        .await
}
