use axum::extract::State;
use http::StatusCode;
use kernel::Id;
use platform_http::{Caller, HttpResult, Json};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::access::{Need, access_chat};
use crate::model::chat::ChatKind;
use crate::ops::create_chat::{NewChat, create_chat};
use crate::state::ChatState;
use crate::view::{self, ChatView};

#[derive(Deserialize, ToSchema)]
#[schema(as = NewChat)]
pub(crate) struct Body {
    /// `direct`, `group` or `department`; the group for all exists by itself.
    kind: ChatKind,
    /// Name of a group; a department's group is called like the department unless given.
    #[serde(default)]
    #[schema(max_length = 60)]
    title: String,
    /// People besides the caller; one for a direct chat.
    #[serde(default)]
    #[schema(max_items = 1000)]
    members: Vec<Id>,
    /// The department whose people are the members.
    department: Option<Id>,
}

/// Make a chat
///
/// A direct chat with somebody, and the group of a department, exist once: the existing one is the reply.
#[utoipa::path(
    post, path = "/chats", operation_id = "chat.chats.create", tag = "chat", request_body = Body,
    responses((status = 201, body = ChatView))
)]
pub(crate) async fn create(
    State(state): State<ChatState>,
    caller: Caller,
    Json(body): Json<Body>,
) -> HttpResult<(StatusCode, Json<ChatView>)> {
    let new =
        NewChat { kind: body.kind, title: body.title, members: body.members, department: body.department };
    let id = create_chat(&state, &caller, new).await?;
    let actor = caller.0.clone();
    let seen = state
        .db
        .read(move |tx| Box::pin(async move { access_chat(tx, &actor, id, Need::Read).await }))
        .await?;
    Ok((StatusCode::CREATED, Json(view::chat(&state, &caller, seen.chat, seen.me).await?)))
}
