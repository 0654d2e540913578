use axum::extract::State;
use http::StatusCode;
use kernel::Id;
use platform_http::{Caller, HttpResult, Path};

use crate::ops::recall_message::recall_message;
use crate::state::ChatState;

/// Take a message back
///
/// For its sender within two minutes, for admins of the group at any time. Nothing of it stays but that it was there.
#[utoipa::path(
    post, path = "/messages/{id}/recall", operation_id = "chat.messages.recall", tag = "chat",
    params(("id" = Id, Path)), responses((status = 204))
)]
pub(crate) async fn recall(
    State(state): State<ChatState>,
    caller: Caller,
    Path(id): Path<Id>,
) -> HttpResult<StatusCode> {
    recall_message(&state, &caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
