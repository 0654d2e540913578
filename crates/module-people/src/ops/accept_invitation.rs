//! Coming in by a link: choosing a password, being signed in.

use contracts::people::{UserState, events};
use kernel::{Error, Result};
use serde_json::json;

use super::emit;
use super::sign_in::{Device, SignedIn, open_session};
use crate::audit;
use crate::by::By;
use crate::error::{ACCOUNT_SUSPENDED, INVITATION_INVALID};
use crate::model::limits;
use crate::model::secret::{self, Hash};
use crate::model::session::{Invitation, InvitationKind};
use crate::model::text::{Faults, field_error, line};
use crate::model::user::{Name, User};
use crate::model::{contact, password};
use crate::state::PeopleState;
use crate::store;
use crate::store::orgs::Org;

/// A link and whom it is for.
pub(crate) struct Invited {
    pub(crate) invitation: Invitation,
    pub(crate) user: User,
    pub(crate) org: Org,
    /// What the password must not be.
    own: Vec<String>,
}

/// The link, if it is still good.
pub(crate) async fn find(state: &PeopleState, token: &str) -> Result<Invited> {
    let hash = hash(token)?;
    let now = state.core.clock.now();
    state
        .read(move |tx| {
            Box::pin(async move {
                let invalid = || Error::new(&INVITATION_INVALID);
                let invitation = store::invitations::find(tx, hash, now).await?.ok_or_else(invalid)?;
                let user =
                    store::users::find(tx, invitation.org, invitation.user).await?.ok_or_else(invalid)?;
                let org = store::orgs::find(tx, invitation.org).await?.ok_or_else(invalid)?;
                if user.state == UserState::Left {
                    return Err(invalid());
                }
                let phones = store::users::phones(tx, user.id).await?;
                let own = own(&user, phones);
                Ok(Invited { invitation, user, org, own })
            })
        })
        .await
}

/// Texts that identify a person, and so make bad passwords.
pub(super) fn own(user: &User, phones: Vec<contact::Phone>) -> Vec<String> {
    [user.login.clone(), user.employee_no.clone(), user.email.clone(), Some(user.name.text.clone())]
        .into_iter()
        .flatten()
        .chain(phones.into_iter().map(|phone| phone.number))
        .collect()
}

/// What the first owner may name when coming in.
#[derive(Default)]
pub(crate) struct Names {
    /// The organisation.
    pub(crate) org: Option<String>,
    /// Themselves.
    pub(crate) own: Option<String>,
}

/// Sets the password and signs the person in. The first owner may name the organisation and themselves. Whoever reset a password is
/// signed out everywhere else.
pub(crate) async fn accept_invitation(
    state: &PeopleState,
    token: &str,
    password: String,
    names: Names,
    device: Device,
) -> Result<SignedIn> {
    let invited = find(state, token).await?;
    let mut faults = Faults::default();
    let own: Vec<&str> = invited.own.iter().map(String::as_str).collect();
    faults.take("password", password::check(&invited.org.policy, &password, &own));
    let is_owner = invited.invitation.kind == InvitationKind::Owner;
    let org_name = names.org.filter(|_| is_owner);
    let org_name = org_name.and_then(|name| faults.take("org_name", line(&name, limits::ORG_NAME)));
    let own_name = names.own.filter(|_| is_owner);
    let own_name = own_name.and_then(|name| faults.take("name", Name::of_person(&name)));
    faults.done()?;
    if invited.user.state == UserState::Suspended {
        return Err(Error::new(&ACCOUNT_SUSPENDED));
    }
    let kept = state.hasher.hash(password).await?;
    let this = state.clone();
    state
        .write(move |tx| {
            Box::pin(async move {
                let Invited { invitation, mut org, .. } = invited;
                let now = this.core.clock.now();
                let user = store::users::lock(tx, org.id, invitation.user).await?;
                let mut user = user.ok_or_else(|| Error::new(&INVITATION_INVALID))?;
                // Between the look and this moment the link may have been used, or the person sent away.
                if !matches!(user.state, UserState::Invited | UserState::Active)
                    || !store::invitations::spend(tx, invitation.id, now).await?
                {
                    return Err(Error::new(&INVITATION_INVALID));
                }
                store::users::set_password(tx, user.id, &kept, false, now).await?;
                store::sessions::end_all(tx, user.id, None, now).await?;
                // Whoever forgot a password has often tried too many.
                store::attempts::clear(tx, &format!("user:{}", user.id)).await?;
                if let Some(name) = org_name {
                    org.name = name;
                    store::orgs::save(tx, &org, now).await?;
                }
                let joins = user.state == UserState::Invited;
                if joins {
                    user.state = UserState::Active;
                    user.joined_at = user.joined_at.or(Some(now));
                }
                let named = own_name.is_some();
                user.name = own_name.unwrap_or(user.name);
                if joins || named {
                    store::users::save(tx, &user, now).await?;
                }
                let by = By::Office;
                emit::user(&this, tx, &by, org.id, events::USER_CHANGED, user.id).await?;
                let close = (this.clone(), user.id);
                tx.after_commit(move || close.0.core.live.close_user(close.1, None));
                let signed_in = open_session(&this, tx, &user, &org.policy, &device).await?;
                let act = if joins { audit::USER_JOINED } else { audit::PASSWORD_CHANGED };
                device.audit(&this, tx, act, &user, json!({})).await?;
                Ok(signed_in)
            })
        })
        .await
}

fn hash(token: &str) -> Result<Hash> {
    secret::hash_of(token).ok_or_else(|| Error::new(&INVITATION_INVALID))
}

/// A password of a person, checked; the field it came in is named in what is wrong.
pub(super) fn check_password(org: &Org, password: &str, own: &[String], field: &str) -> Result<()> {
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    password::check(&org.policy, password, &own).map_err(|fault| field_error(field, fault))
}
