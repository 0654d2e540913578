use axum::extract::State;
use http::StatusCode;
use kernel::Id;
use platform_http::{Caller, HttpResult, Path};

use crate::ops::remove_member::remove_member;
use crate::state::ChatState;

/// Remove a member, or leave
///
/// Removing others is for the owner and the admins; removing oneself is leaving.
#[utoipa::path(
    delete, path = "/chats/{id}/members/{user}", operation_id = "chat.members.remove", tag = "chat",
    params(("id" = Id, Path), ("user" = Id, Path)), responses((status = 204))
)]
pub(crate) async fn remove(
    State(state): State<ChatState>,
    caller: Caller,
    Path((id, user)): Path<(Id, Id)>,
) -> HttpResult<StatusCode> {
    remove_member(&state, &caller, id, user).await?;
    Ok(StatusCode::NO_CONTENT)
}
