use axum::extract::State;
use http::StatusCode;
use platform_http::{Caller, HttpResult, Json};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::sessions::OnDevice;
use crate::ops::change_password::change_password;
use crate::state::PeopleState;

#[derive(Deserialize, ToSchema)]
#[schema(as = PasswordChange)]
pub(crate) struct Body {
    /// The present password.
    current: String,
    /// The new one.
    new: String,
}

/// Change one's password
///
/// Every other session ends. Needs a person who signed in: a token cannot do it.
#[utoipa::path(
    put, path = "/me/password", operation_id = "people.me.set_password", tag = "people", request_body = Body,
    responses((status = 204))
)]
pub(crate) async fn set_password(
    State(state): State<PeopleState>,
    caller: Caller,
    OnDevice(device): OnDevice,
    Json(body): Json<Body>,
) -> HttpResult<StatusCode> {
    change_password(&state, &caller.0, body.current, body.new, device).await?;
    Ok(StatusCode::NO_CONTENT)
}
