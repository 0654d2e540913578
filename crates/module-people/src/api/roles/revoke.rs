use axum::extract::State;
use http::StatusCode;
use kernel::Id;
use platform_http::{Caller, ClientIp, HttpResult, Path};

use crate::by::By;
use crate::ops::revoke_role::revoke_role;
use crate::state::PeopleState;

/// Take a role back
///
/// The last owner who can sign in keeps theirs (`people.last_owner`).
#[utoipa::path(
    delete, path = "/roles/{id}", operation_id = "people.roles.revoke", tag = "people", params(("id" = Id, Path)),
    responses((status = 204))
)]
pub(crate) async fn revoke(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Path(id): Path<Id>,
) -> HttpResult<StatusCode> {
    let by = By::Person(caller.0.clone(), ip);
    revoke_role(&state, &by, caller.org, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
