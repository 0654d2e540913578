use axum::extract::State;
use http::StatusCode;
use kernel::Id;
use platform_http::{Caller, HttpResult, Path};

use crate::ops::react::react;
use crate::state::ChatState;

/// Take a reaction back
#[utoipa::path(
    delete, path = "/messages/{id}/reactions/{emoji}", operation_id = "chat.reactions.remove", tag = "chat",
    params(("id" = Id, Path), ("emoji" = String, Path)), responses((status = 204))
)]
pub(crate) async fn remove(
    State(state): State<ChatState>,
    caller: Caller,
    Path((id, emoji)): Path<(Id, String)>,
) -> HttpResult<StatusCode> {
    react(&state, &caller, id, &emoji, false).await?;
    Ok(StatusCode::NO_CONTENT)
}
