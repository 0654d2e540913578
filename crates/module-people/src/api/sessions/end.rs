use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kernel::{Error, Id};
use platform_http::{Caller, HttpResult, Path};

use crate::api::sessions::OnDevice;
use crate::api::view;
use crate::error::SESSION_NOT_FOUND;
use crate::ops::end_session::end_session;
use crate::state::PeopleState;

/// Sign out
///
/// Ends one of one's own sessions; `current` is the one asking. Its live connections close.
#[utoipa::path(
    delete, path = "/sessions/{id}", operation_id = "people.sessions.end", tag = "people",
    params(("id" = String, Path, description = "The session, or `current`.")), responses((status = 204))
)]
pub(crate) async fn end(
    State(state): State<PeopleState>,
    caller: Caller,
    OnDevice(device): OnDevice,
    Path(id): Path<String>,
) -> HttpResult<Response> {
    let id: Id = match id.as_str() {
        "current" => caller.session,
        id => id.parse().map_err(|_| Error::new(&SESSION_NOT_FOUND))?,
    };
    end_session(&state, &caller.0, id, device).await?;
    if id == caller.session {
        return Ok((StatusCode::NO_CONTENT, view::cookie(&state, None)?).into_response());
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}
