use axum::extract::State;
use kernel::Error;
use platform_http::{Caller, HttpResult, Json};

use crate::api::shapes::OrgView;
use crate::api::view;
use crate::state::PeopleState;
use crate::store;

/// The organisation: name and logo
#[utoipa::path(
    get, path = "/org", operation_id = "people.org.get", tag = "people", responses((status = 200, body = OrgView))
)]
pub(crate) async fn get(State(state): State<PeopleState>, caller: Caller) -> HttpResult<Json<OrgView>> {
    let org = caller.org;
    let found = state.read(move |tx| Box::pin(async move { Ok(store::orgs::find(tx, org).await?) })).await?;
    Ok(Json(view::org_view(&found.ok_or_else(Error::not_found)?)))
}
