use axum::extract::State;
use kernel::Id;
use platform_http::{Caller, HttpResult, Json, Path};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::ops::edit_message::edit_message;
use crate::state::ChatState;
use crate::view::MessageView;

#[derive(Deserialize, ToSchema)]
#[schema(as = MessageEdit)]
pub(crate) struct Body {
    /// The new words.
    #[schema(max_length = 20000)]
    text: String,
}

/// Edit a message
///
/// For its sender, within a day. The earlier words stay readable.
#[utoipa::path(
    patch, path = "/messages/{id}", operation_id = "chat.messages.edit", tag = "chat", params(("id" = Id, Path)),
    request_body = Body, responses((status = 200, body = MessageView))
)]
pub(crate) async fn edit(
    State(state): State<ChatState>,
    caller: Caller,
    Path(id): Path<Id>,
    Json(body): Json<Body>,
) -> HttpResult<Json<MessageView>> {
    Ok(Json(edit_message(&state, &caller, id, &body.text).await?))
}
