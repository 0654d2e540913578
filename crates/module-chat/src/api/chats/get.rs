use axum::extract::State;
use kernel::Id;
use platform_http::{Caller, HttpResult, Json, Path};

use crate::access::{Need, access_chat};
use crate::state::ChatState;
use crate::view::{self, ChatView};

/// A chat
#[utoipa::path(
    get, path = "/chats/{id}", operation_id = "chat.chats.get", tag = "chat", params(("id" = Id, Path)),
    responses((status = 200, body = ChatView))
)]
pub(crate) async fn get(
    State(state): State<ChatState>,
    caller: Caller,
    Path(id): Path<Id>,
) -> HttpResult<Json<ChatView>> {
    let actor = caller.0.clone();
    let seen = state
        .db
        .read(move |tx| Box::pin(async move { access_chat(tx, &actor, id, Need::Read).await }))
        .await?;
    Ok(Json(view::chat(&state, &caller, seen.chat, seen.me).await?))
}
