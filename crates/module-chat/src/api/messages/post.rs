use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kernel::Id;
use platform_http::{Caller, HoldsSecret, HttpResult, Json, Path};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::ops::post_message::{NewMessage, post_message};
use crate::state::ChatState;
use crate::view::MessageView;

#[derive(Deserialize, ToSchema)]
#[schema(as = NewMessage)]
pub(crate) struct Body {
    /// Markdown; people are named `<@ID>`, everyone `<@all>`. May be empty where there are files.
    #[serde(default)]
    #[schema(max_length = 20000)]
    text: String,
    /// The sender's own name for the message: sent twice with it, the message exists once.
    #[schema(min_length = 1, max_length = 64)]
    client_id: Option<String>,
    /// The message it answers.
    reply_to: Option<Id>,
    /// Uploaded files.
    #[serde(default)]
    #[schema(max_items = 20)]
    files: Vec<Id>,
}

/// Post a message
///
/// Answers once the message is durable.
#[utoipa::path(
    post, path = "/chats/{id}/messages", operation_id = "chat.messages.post", tag = "chat",
    params(("id" = Id, Path)), request_body = Body, responses((status = 201, body = MessageView))
)]
pub(crate) async fn post(
    State(state): State<ChatState>,
    caller: Caller,
    Path(id): Path<Id>,
    Json(body): Json<Body>,
) -> HttpResult<Response> {
    let new =
        NewMessage { text: body.text, client_id: body.client_id, reply_to: body.reply_to, files: body.files };
    let is_once = new.client_id.is_some();
    let message = post_message(&state, &caller, id, new).await?;
    let mut response = (StatusCode::CREATED, Json(message)).into_response();
    if is_once {
        // Its `client_id` makes it exist once; a copy of its words would outlive their being taken back.
        response.extensions_mut().insert(HoldsSecret);
    }
    Ok(response)
}
