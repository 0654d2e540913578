//! Taking an access token back.

use std::sync::Arc;

use kernel::{Actor, Error, Id, Result};
use serde_json::json;

use super::sign_in::Device;
use crate::access::own_session;
use crate::audit;
use crate::error::{TOKEN_NOT_FOUND, USER_NOT_FOUND};
use crate::state::PeopleState;
use crate::store;

/// Revokes one of the person's tokens; its sockets close.
pub(crate) async fn revoke_token(
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
                let name = store::tokens::revoke(tx, actor.user, id, this.core.clock.now()).await?;
                let name = name.ok_or_else(|| Error::new(&TOKEN_NOT_FOUND))?;
                let user = store::users::find(tx, actor.org, actor.user).await?;
                let user = user.ok_or_else(|| Error::new(&USER_NOT_FOUND))?;
                let after = this.clone();
                tx.after_commit(move || {
                    after.sessions.forget(id);
                    after.core.live.close_session(actor.user, id);
                });
                device.audit(&this, tx, audit::TOKEN_REVOKED, &user, json!({ "name": name })).await
            })
        })
        .await
}
