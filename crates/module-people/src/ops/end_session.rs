//! Signing out, here or on another device.

use std::sync::Arc;

use kernel::{Actor, Error, Id, Result};
use serde_json::json;

use super::sign_in::Device;
use crate::access::own_session;
use crate::audit;
use crate::error::{SESSION_NOT_FOUND, USER_NOT_FOUND};
use crate::state::PeopleState;
use crate::store;

/// Ends one of the person's sessions; its sockets close.
pub(crate) async fn end_session(
    state: &PeopleState,
    actor: &Arc<Actor>,
    id: Id,
    device: Device,
) -> Result<()> {
    own_session(actor)?;
    let (this, actor) = (state.clone(), Arc::clone(actor));
    state
        .write(move |tx| {
            Box::pin(async move {
                let now = this.core.clock.now();
                if !store::sessions::end(tx, actor.user, id, now).await? {
                    return Err(Error::new(&SESSION_NOT_FOUND));
                }
                let user = store::users::find(tx, actor.org, actor.user).await?;
                let user = user.ok_or_else(|| Error::new(&USER_NOT_FOUND))?;
                let after = this.clone();
                tx.after_commit(move || {
                    after.sessions.forget(id);
                    after.core.live.close_session(actor.user, id);
                });
                device.audit(&this, tx, audit::SIGNED_OUT, &user, json!({})).await
            })
        })
        .await
}
