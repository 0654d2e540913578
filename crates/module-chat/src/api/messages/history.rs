use axum::extract::State;
use kernel::{Id, Millis};
use platform_http::{Caller, HttpResult, Json, Path};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::{Need, access_message};
use crate::model::limits::EDITS;
use crate::state::ChatState;
use crate::store;

/// An earlier text of a message.
#[derive(Serialize, ToSchema)]
pub(crate) struct MessageVersion {
    /// The words.
    text: String,
    /// When they were written.
    at: Millis,
}

/// Earlier texts of a message.
#[derive(Serialize, ToSchema)]
pub(crate) struct MessageHistory {
    /// The oldest first, without the present text; at most 50.
    items: Vec<MessageVersion>,
}

/// Earlier texts of an edited message
#[utoipa::path(
    get, path = "/messages/{id}/history", operation_id = "chat.messages.history", tag = "chat",
    params(("id" = Id, Path)), responses((status = 200, body = MessageHistory))
)]
pub(crate) async fn history(
    State(state): State<ChatState>,
    caller: Caller,
    Path(id): Path<Id>,
) -> HttpResult<Json<MessageHistory>> {
    let actor = caller.0.clone();
    let versions = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                access_message(tx, &actor, id, Need::Read).await?;
                Ok(store::messages::versions(tx, id, EDITS).await?)
            })
        })
        .await?;
    Ok(Json(MessageHistory {
        items: versions.into_iter().map(|(text, at)| MessageVersion { text, at }).collect(),
    }))
}
