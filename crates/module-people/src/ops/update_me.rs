//! What people change about themselves.

use std::net::IpAddr;
use std::sync::Arc;

use kernel::{Actor, Error, Locale, Result};

use super::update_user::apply;
use super::{picture, write_user};
use crate::access::{Need, access_user};
use crate::by::By;
use crate::error::{SELF_EDIT_OFF, USER_NOT_FOUND};
use crate::model::preferences::{Preferences, Theme};
use crate::model::user::UserChange;
use crate::state::PeopleState;
use crate::store;

/// What is to be changed; `None` leaves it as it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct MeChange {
    /// Language; `Some(None)` follows the browser again.
    pub(crate) locale: Option<Option<Locale>>,
    /// Colours.
    pub(crate) theme: Option<Theme>,
    /// Of the facts only avatar, e-mail address and phones, as far as the policy lets people.
    pub(crate) facts: UserChange,
}

/// Changes the person's own settings and facts.
pub(crate) async fn update_me(
    state: &PeopleState,
    actor: &Arc<Actor>,
    ip: IpAddr,
    change: MeChange,
) -> Result<()> {
    let (this, actor) = (state.clone(), Arc::clone(actor));
    state
        .write(move |tx| {
            Box::pin(async move {
                let by = By::Person(Arc::clone(&actor), ip);
                let before = access_user(tx, &by, actor.org, actor.user, Need::See).await?;
                let MeChange { locale, theme, facts } = change;
                if locale.is_some() || theme.is_some() {
                    let settings = store::users::settings(tx, actor.user).await?;
                    let settings = settings.ok_or_else(|| Error::new(&USER_NOT_FOUND))?;
                    let mut preferences = Preferences::from_json(&settings.preferences);
                    preferences.theme = theme.unwrap_or(preferences.theme);
                    let locale = locale.unwrap_or(settings.locale);
                    store::users::set_settings(tx, actor.user, locale, &preferences.to_json()).await?;
                    let (after, user) = (this.clone(), actor.user);
                    tx.after_commit(move || after.sessions.forget_user(user));
                }
                let wanted = [
                    ("avatar", facts.avatar.is_some()),
                    ("email", facts.email.is_some()),
                    ("phones", facts.phones.is_some()),
                ];
                if !wanted.iter().any(|(_, wanted)| *wanted) {
                    return Ok(());
                }
                let org =
                    store::orgs::find(tx, actor.org).await?.ok_or_else(|| Error::new(&USER_NOT_FOUND))?;
                for (field, wanted) in wanted {
                    // Whoever may change everybody may change themselves.
                    if wanted && !org.policy.allows_self_edit(field) && !actor.is_org_admin() {
                        return Err(Error::new(&SELF_EDIT_OFF).with("field", field));
                    }
                }
                let ready = write_user::prepare(tx, &before, facts).await?;
                let is_new = ready.fields.contains(&"avatar");
                if is_new {
                    picture::show(&this, tx, &actor, ready.user.avatar, "avatar_file").await?;
                }
                apply(&this, tx, &by, &before, &ready).await?;
                if is_new {
                    picture::hide(&this, tx, &actor, before.user.avatar).await?;
                }
                Ok(())
            })
        })
        .await
}
