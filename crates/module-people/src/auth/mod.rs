//! Who stands behind a session cookie or a bearer token.

pub(crate) mod cache;
pub(crate) mod hasher;

use std::sync::Arc;

use async_trait::async_trait;
use contracts::people::Authenticate;
use kernel::{Actor, Result};

use crate::model::secret::{self, Hash};
use crate::model::session::Ticket;
use crate::state::PeopleState;
use crate::store;

/// The port that turns secrets into actors.
pub(crate) struct Authenticator(pub(crate) PeopleState);

#[async_trait]
impl Authenticate for Authenticator {
    async fn authenticate(&self, token: &str) -> Result<Option<Arc<Actor>>> {
        let Some(hash) = secret::hash_of(token) else { return Ok(None) };
        let state = &self.0;
        let now = state.core.clock.now();
        if let Some(actor) = state.sessions.get(hash, now) {
            return Ok(Some(actor));
        }
        let generation = state.sessions.generation();
        let Some((actor, ticket)) = look_up(state, hash).await? else { return Ok(None) };
        let actor = Arc::new(actor);
        state.sessions.put(hash, Arc::clone(&actor), ticket, generation, now);
        Ok(Some(actor))
    }
}

/// Who stands behind a secret now, read from the store.
async fn look_up(state: &PeopleState, hash: Hash) -> Result<Option<(Actor, Ticket)>> {
    let now = state.core.clock.now();
    state
        .read(move |tx| {
            Box::pin(async move {
                let Some(bearer) = store::sessions::bearer(tx, hash).await? else { return Ok(None) };
                if !bearer.ticket.is_good(bearer.state, now) {
                    return Ok(None);
                }
                let actor = Actor {
                    user: bearer.ticket.user,
                    org: bearer.ticket.org,
                    session: bearer.ticket.id,
                    name: bearer.name,
                    grants: store::roles::grants_of(tx, bearer.ticket.user).await?,
                    scopes: bearer.ticket.scopes.clone(),
                    locale: bearer.locale.unwrap_or_default(),
                };
                Ok(Some((actor, bearer.ticket)))
            })
        })
        .await
}
