use axum::extract::State;
use http::StatusCode;
use kernel::Id;
use platform_http::{Caller, HttpResult, Json, Path};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::model::member::MemberRole;
use crate::ops::change_member::change_member;
use crate::state::ChatState;

#[derive(Deserialize, ToSchema)]
#[schema(as = MemberChange)]
pub(crate) struct Body {
    /// `admin` or `member`; an owner is made by handing the group over.
    role: MemberRole,
}

/// Change a member's role
///
/// For the owner of the group.
#[utoipa::path(
    patch, path = "/chats/{id}/members/{user}", operation_id = "chat.members.change", tag = "chat",
    params(("id" = Id, Path), ("user" = Id, Path)), request_body = Body, responses((status = 204))
)]
pub(crate) async fn change(
    State(state): State<ChatState>,
    caller: Caller,
    Path((id, user)): Path<(Id, Id)>,
    Json(body): Json<Body>,
) -> HttpResult<StatusCode> {
    change_member(&state, &caller, id, user, body.role).await?;
    Ok(StatusCode::NO_CONTENT)
}
