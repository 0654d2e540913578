use axum::extract::State;
use platform_http::{Caller, HttpResult, Json};
use serde::Serialize;
use utoipa::ToSchema;

use crate::state::ChatState;
use crate::store;

/// What is unread over all chats.
#[derive(Serialize, ToSchema)]
pub(crate) struct UnreadTotals {
    /// Unread messages of chats that are not muted.
    unread: i64,
    /// Unread messages of muted chats.
    muted_unread: i64,
    /// Unread messages that name the caller or everyone, in any chat.
    mentions: i64,
}

/// How much is unread over all chats
#[utoipa::path(
    get, path = "/unread", operation_id = "chat.unread.get", tag = "chat",
    responses((status = 200, body = UnreadTotals))
)]
pub(crate) async fn get(State(state): State<ChatState>, caller: Caller) -> HttpResult<Json<UnreadTotals>> {
    let (org, user) = (caller.org, caller.user);
    let (unread, muted_unread, mentions) = state
        .db
        .read(move |tx| Box::pin(async move { Ok(store::mentions::totals(tx, org, user).await?) }))
        .await?;
    Ok(Json(UnreadTotals { unread, muted_unread, mentions }))
}
