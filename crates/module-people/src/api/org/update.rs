use axum::extract::State;
use kernel::{Error, Id};
use platform_http::{Caller, ClientIp, HttpResult, Json};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::shapes::{OrgView, present};
use crate::api::view;
use crate::ops::set_org::set_org;
use crate::state::PeopleState;
use crate::store;

/// What is absent stays.
#[derive(Deserialize, ToSchema)]
#[schema(as = OrgPatch)]
pub(crate) struct Body {
    /// Name; at most 100 characters.
    #[serde(default)]
    #[schema(max_length = 100)]
    name: Option<String>,
    /// A picture that the person uploaded; null takes the logo away.
    #[serde(default, deserialize_with = "present")]
    logo_file: Option<Option<Id>>,
}

/// Change the organisation's name or logo
///
/// For administrators of the whole organisation.
#[utoipa::path(
    patch, path = "/org", operation_id = "people.org.update", tag = "people", request_body = Body,
    responses((status = 200, body = OrgView))
)]
pub(crate) async fn update(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Json(body): Json<Body>,
) -> HttpResult<Json<OrgView>> {
    set_org(&state, &caller.0, ip, body.name, body.logo_file).await?;
    let org = caller.org;
    let found = state.read(move |tx| Box::pin(async move { Ok(store::orgs::find(tx, org).await?) })).await?;
    Ok(Json(view::org_view(&found.ok_or_else(Error::not_found)?)))
}
