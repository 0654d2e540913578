use axum::extract::State;
use kernel::{Error, Id};
use platform_http::{Caller, HttpResult, Json, Path};

use crate::access::{Need, access_message};
use crate::state::ChatState;
use crate::view::{self, MessageView};

/// A message
#[utoipa::path(
    get, path = "/messages/{id}", operation_id = "chat.messages.get", tag = "chat", params(("id" = Id, Path)),
    responses((status = 200, body = MessageView))
)]
pub(crate) async fn get(
    State(state): State<ChatState>,
    caller: Caller,
    Path(id): Path<Id>,
) -> HttpResult<Json<MessageView>> {
    let actor = caller.0.clone();
    let rows = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let (_, message) = access_message(tx, &actor, id, Need::Read).await?;
                view::gather(tx, actor.user, vec![message]).await
            })
        })
        .await?;
    let message = view::render(&state, caller.org, rows).await?.pop().ok_or_else(Error::not_found)?;
    Ok(Json(message))
}
