use axum::extract::State;
use kernel::{Error, Id, Page, Paged};
use platform_http::error::MALFORMED;
use platform_http::{Caller, HttpResult, Json, Path, Query};

use crate::access::{Need, access_chat};
use crate::state::ChatState;
use crate::store;
use crate::view::{self, MessageView};

/// Pinned messages of a chat, the latest first
#[utoipa::path(
    get, path = "/chats/{id}/pins", operation_id = "chat.pins.list", tag = "chat", params(("id" = Id, Path), Page),
    responses((status = 200, body = Paged<MessageView>))
)]
pub(crate) async fn list(
    State(state): State<ChatState>,
    caller: Caller,
    Path(id): Path<Id>,
    Query(page): Query<Page>,
) -> HttpResult<Json<Paged<MessageView>>> {
    let limit = page.limit();
    let before = page.cursor.as_deref().map_or(Ok(i64::MAX), str::parse);
    let before = before.map_err(|_| Error::new(&MALFORMED).with("reason", "cursor"))?;
    let actor = caller.0.clone();
    let rows = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let from = access_chat(tx, &actor, id, Need::Read).await?.me.history_from;
                let messages = store::messages::pinned(tx, id, from, before, limit + 1).await?;
                view::gather(tx, actor.user, messages).await
            })
        })
        .await?;
    let messages = view::render(&state, caller.org, rows).await?;
    Ok(Json(Paged::from_surplus(messages, limit, |message| message.seq.to_string())))
}
