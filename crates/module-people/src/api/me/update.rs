use axum::extract::State;
use kernel::{Id, Locale};
use platform_http::{Caller, ClientIp, HttpResult, Json};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::shapes::{MeView, present};
use crate::api::users::facts::{check_email, check_phones};
use crate::api::view;
use crate::by::By;
use crate::error::THEME_UNKNOWN;
use crate::model::contact::Phone;
use crate::model::preferences::Theme;
use crate::model::text::Faults;
use crate::model::user::UserChange;
use crate::ops::update_me::{MeChange, update_me};
use crate::state::PeopleState;

#[derive(Deserialize, ToSchema)]
#[schema(as = MePatch)]
pub(crate) struct Body {
    /// Language; null follows the browser.
    #[serde(default, deserialize_with = "present")]
    locale: Option<Option<Locale>>,
    /// Colours.
    #[serde(default)]
    #[schema(value_type = Option<Theme>)]
    theme: Option<String>,
    /// E-mail address, if the policy lets people change it.
    #[serde(default, deserialize_with = "present")]
    email: Option<Option<String>>,
    /// Phone numbers, if the policy lets people change them.
    #[serde(default)]
    #[schema(max_items = 10)]
    phones: Option<Vec<Phone>>,
    /// A picture that the person uploaded; null shows the name's characters. If the policy lets people change it.
    #[serde(default, deserialize_with = "present")]
    avatar_file: Option<Option<Id>>,
}

/// Change one's own settings and facts
#[utoipa::path(
    patch, path = "/me", operation_id = "people.me.update", tag = "people", request_body = Body,
    responses((status = 200, body = MeView))
)]
pub(crate) async fn update(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Json(body): Json<Body>,
) -> HttpResult<Json<MeView>> {
    let mut faults = Faults::default();
    let theme = match body.theme.as_deref() {
        None => None,
        Some("light") => Some(Theme::Light),
        Some("dark") => Some(Theme::Dark),
        Some("system") => Some(Theme::System),
        Some(_) => {
            faults.add("theme", &THEME_UNKNOWN);
            None
        }
    };
    let facts = UserChange {
        email: body.email.map(|email| check_email(email.as_deref(), &mut faults)),
        phones: body.phones.map(|phones| check_phones(&phones, &mut faults)),
        avatar: body.avatar_file,
        ..UserChange::default()
    };
    faults.done()?;
    update_me(&state, &caller.0, ip, MeChange { locale: body.locale, theme, facts }).await?;
    let by = By::Person(caller.0.clone(), ip);
    Ok(Json(view::me(&state, &by, &caller).await?))
}
