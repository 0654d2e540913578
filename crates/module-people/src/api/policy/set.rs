use axum::extract::State;
use platform_http::{Caller, ClientIp, HttpResult, Json};

use crate::by::By;
use crate::model::policy::Policy;
use crate::ops::set_policy::set_policy;
use crate::state::PeopleState;

/// Set the sign-in policy
///
/// For administrators of the whole organisation. What is absent gets its default.
#[utoipa::path(
    put, path = "/policy", operation_id = "people.policy.set", tag = "people", request_body = Policy,
    responses((status = 200, body = Policy))
)]
pub(crate) async fn set(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Json(policy): Json<Policy>,
) -> HttpResult<Json<Policy>> {
    let by = By::Person(caller.0.clone(), ip);
    Ok(Json(set_policy(&state, &by, caller.org, policy).await?))
}
