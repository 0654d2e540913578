//! Links by which people choose a password: to come in, or because they forgot it.

use contracts::people::UserState;
use kernel::{Error, Id, Millis, Result};
use platform_db::Tx;
use serde_json::json;

use super::emit;
use crate::access::{Need, access_user, own_session};
use crate::audit;
use crate::by::By;
use crate::error::STATE_CONFLICT;
use crate::model::secret::Secret;
use crate::model::session::{Invitation, InvitationKind};
use crate::state::PeopleState;
use crate::store;

/// A link just made; it is shown once.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    /// The address.
    pub(crate) url: String,
    /// Until when it can be used.
    pub(crate) expires_at: Millis,
}

/// Makes a link for somebody who is invited ([`InvitationKind::Member`]) or has an account ([`InvitationKind::Reset`]).
/// Earlier links of that person no longer work. The link to an account that is in use is for people only: a token by
/// which one could become its owner would be worth more than its scopes.
pub(crate) async fn invite_user(
    state: &PeopleState,
    by: &By,
    org: Id,
    id: Id,
    kind: InvitationKind,
) -> Result<Link> {
    if kind == InvitationKind::Reset
        && let By::Person(actor, _) = by
    {
        own_session(actor)?;
    }
    let (this, by) = (state.clone(), by.clone());
    state
        .write(move |tx| {
            Box::pin(async move {
                let found = access_user(tx, &by, org, id, Need::Manage).await?;
                let act = match (kind, found.user.state) {
                    (InvitationKind::Reset, UserState::Active) => audit::PASSWORD_RESET,
                    (InvitationKind::Owner | InvitationKind::Member, UserState::Invited) => {
                        audit::USER_INVITED
                    }
                    _ => return Err(Error::new(&STATE_CONFLICT)),
                };
                let link = make(&this, tx, &by, org, id, kind).await?;
                emit::audit(&this, tx, &by, org, act, emit::person(&found.user), json!({})).await?;
                Ok(link)
            })
        })
        .await
}

/// Makes a link.
pub(super) async fn make(
    state: &PeopleState,
    tx: &mut Tx,
    by: &By,
    org: Id,
    user: Id,
    kind: InvitationKind,
) -> Result<Link> {
    let now = state.core.clock.now();
    let expires_at = now.plus(i64::from(state.config.invitation_hours) * Millis::HOUR);
    let secret = Secret::new()?;
    let invitation = Invitation { id: state.core.ids.next(), org, user, kind, expires_at };
    store::invitations::insert(tx, &invitation, secret.hash(), by.user(), now).await?;
    let url = format!("{}/invite/{}", state.core.office.public_url, secret.reveal());
    Ok(Link { url, expires_at })
}
