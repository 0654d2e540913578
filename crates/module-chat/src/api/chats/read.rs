use axum::extract::State;
use kernel::Id;
use platform_http::{Caller, HttpResult, Json, Path};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::ops::read_chat::read_chat;
use crate::state::ChatState;
use crate::view::MyMembership;

#[derive(Deserialize, ToSchema)]
#[schema(as = ReadMark)]
pub(crate) struct Body {
    /// Place of the last message read; beyond the last message means all.
    #[schema(minimum = 0)]
    seq: i64,
}

/// Mark a chat as read up to a message
///
/// The mark only moves forward.
#[utoipa::path(
    put, path = "/chats/{id}/read", operation_id = "chat.chats.read", tag = "chat", params(("id" = Id, Path)),
    request_body = Body, responses((status = 200, body = MyMembership))
)]
pub(crate) async fn read(
    State(state): State<ChatState>,
    caller: Caller,
    Path(id): Path<Id>,
    Json(body): Json<Body>,
) -> HttpResult<Json<MyMembership>> {
    Ok(Json(read_chat(&state, &caller, id, body.seq).await?))
}
