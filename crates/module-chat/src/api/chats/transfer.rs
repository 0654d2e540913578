use axum::extract::State;
use kernel::Id;
use platform_http::{Caller, HttpResult, Json, Path};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::ops::transfer_chat::transfer_chat;
use crate::state::ChatState;
use crate::view::ChatView;

#[derive(Deserialize, ToSchema)]
#[schema(as = ChatTransfer)]
pub(crate) struct Body {
    /// The member who becomes owner.
    user: Id,
}

/// Hand a group over to another member
///
/// For its owner, who stays as an admin.
#[utoipa::path(
    post, path = "/chats/{id}/transfer", operation_id = "chat.chats.transfer", tag = "chat",
    params(("id" = Id, Path)), request_body = Body, responses((status = 200, body = ChatView))
)]
pub(crate) async fn transfer(
    State(state): State<ChatState>,
    caller: Caller,
    Path(id): Path<Id>,
    Json(body): Json<Body>,
) -> HttpResult<Json<ChatView>> {
    transfer_chat(&state, &caller, id, body.user).await?;
    super::get::get(State(state), caller, Path(id)).await
}
