use axum::extract::State;
use http::StatusCode;
use kernel::Id;
use platform_http::{Caller, HttpResult, Path};

use crate::ops::dissolve_chat::dissolve_chat;
use crate::state::ChatState;

/// Dissolve a group
///
/// For its owner. Nobody can open it any more.
#[utoipa::path(
    delete, path = "/chats/{id}", operation_id = "chat.chats.dissolve", tag = "chat", params(("id" = Id, Path)),
    responses((status = 204))
)]
pub(crate) async fn dissolve(
    State(state): State<ChatState>,
    caller: Caller,
    Path(id): Path<Id>,
) -> HttpResult<StatusCode> {
    dissolve_chat(&state, &caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
