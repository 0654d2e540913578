use axum::extract::State;
use kernel::Id;
use platform_http::{Caller, HttpResult, Json, Path};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::model::member::NotifyLevel;
use crate::ops::settle_chat::{Choice, settle_chat};
use crate::state::ChatState;
use crate::view::MyMembership;

#[derive(Deserialize, ToSchema)]
#[schema(as = ChatChoice)]
pub(crate) struct Body {
    /// Which messages are worth a notification.
    level: Option<NotifyLevel>,
    /// Mutes the chat, or takes that back: then the level is what it was before. Leave `level` out.
    muted: Option<bool>,
    /// Keep it on top of the list.
    pinned: Option<bool>,
    /// Hide it from the list until its next message.
    hidden: Option<bool>,
}

/// Choose notifications and place of a chat, for oneself
#[utoipa::path(
    patch, path = "/chats/{id}/me", operation_id = "chat.chats.settle", tag = "chat", params(("id" = Id, Path)),
    request_body = Body, responses((status = 200, body = MyMembership))
)]
pub(crate) async fn settle(
    State(state): State<ChatState>,
    caller: Caller,
    Path(id): Path<Id>,
    Json(body): Json<Body>,
) -> HttpResult<Json<MyMembership>> {
    let Body { level, muted, pinned, hidden } = body;
    let choice = Choice { level, muted, pinned, hidden };
    Ok(Json(settle_chat(&state, &caller, id, choice).await?))
}
