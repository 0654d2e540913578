use axum::extract::State;
use http::StatusCode;
use kernel::Id;
use platform_http::{Caller, HttpResult, Path};

use crate::ops::react::react;
use crate::state::ChatState;

/// React to a message with an emoji
#[utoipa::path(
    put, path = "/messages/{id}/reactions/{emoji}", operation_id = "chat.reactions.add", tag = "chat",
    params(("id" = Id, Path), ("emoji" = String, Path)), responses((status = 204))
)]
pub(crate) async fn add(
    State(state): State<ChatState>,
    caller: Caller,
    Path((id, emoji)): Path<(Id, String)>,
) -> HttpResult<StatusCode> {
    react(&state, &caller, id, &emoji, true).await?;
    Ok(StatusCode::NO_CONTENT)
}
