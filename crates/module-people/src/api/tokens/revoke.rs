use axum::extract::State;
use http::StatusCode;
use kernel::Id;
use platform_http::{Caller, HttpResult, Path};

use crate::api::sessions::OnDevice;
use crate::ops::revoke_token::revoke_token;
use crate::state::PeopleState;

/// Revoke one of one's own access tokens
#[utoipa::path(
    delete, path = "/tokens/{id}", operation_id = "people.tokens.revoke", tag = "people", params(("id" = Id, Path)),
    responses((status = 204))
)]
pub(crate) async fn revoke(
    State(state): State<PeopleState>,
    caller: Caller,
    OnDevice(device): OnDevice,
    Path(id): Path<Id>,
) -> HttpResult<StatusCode> {
    revoke_token(&state, &caller.0, id, device).await?;
    Ok(StatusCode::NO_CONTENT)
}
