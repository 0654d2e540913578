use axum::extract::State;
use http::StatusCode;
use kernel::Id;
use platform_http::{Caller, HttpResult, Path};

use crate::ops::pin_message::pin_message;
use crate::state::ChatState;

/// Unpin a message
#[utoipa::path(
    delete, path = "/messages/{id}/pin", operation_id = "chat.pins.remove", tag = "chat", params(("id" = Id, Path)),
    responses((status = 204))
)]
pub(crate) async fn remove(
    State(state): State<ChatState>,
    caller: Caller,
    Path(id): Path<Id>,
) -> HttpResult<StatusCode> {
    pin_message(&state, &caller, id, false).await?;
    Ok(StatusCode::NO_CONTENT)
}
