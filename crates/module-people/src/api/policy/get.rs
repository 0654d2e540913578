use axum::extract::State;
use kernel::Error;
use platform_http::{Caller, HttpResult, Json};

use crate::model::policy::Policy;
use crate::state::PeopleState;
use crate::store;

/// The sign-in policy
///
/// Everybody sees it: whoever chooses a password must know the rules.
#[utoipa::path(
    get, path = "/policy", operation_id = "people.policy.get", tag = "people",
    responses((status = 200, body = Policy))
)]
pub(crate) async fn get(State(state): State<PeopleState>, caller: Caller) -> HttpResult<Json<Policy>> {
    let org = caller.org;
    let found = state.read(move |tx| Box::pin(async move { Ok(store::orgs::find(tx, org).await?) })).await?;
    Ok(Json(found.ok_or_else(Error::not_found)?.policy))
}
