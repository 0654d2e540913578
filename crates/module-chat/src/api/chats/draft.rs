use axum::extract::State;
use kernel::Id;
use platform_http::{Caller, HttpResult, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::member::Draft;
use crate::ops::save_draft::save_draft;
use crate::state::ChatState;

#[derive(Deserialize, ToSchema)]
#[schema(as = NewDraft)]
pub(crate) struct Body {
    /// The text as typed; empty clears the draft.
    #[schema(max_length = 20000)]
    text: String,
    /// The message it answers.
    reply_to: Option<Id>,
}

/// The draft now kept; null when there is none.
#[derive(Serialize, ToSchema)]
pub(crate) struct KeptDraft {
    draft: Option<Draft>,
}

/// Keep a text that is not sent yet, for all devices of the caller
#[utoipa::path(
    put, path = "/chats/{id}/draft", operation_id = "chat.chats.draft", tag = "chat", params(("id" = Id, Path)),
    request_body = Body, responses((status = 200, body = KeptDraft))
)]
pub(crate) async fn draft(
    State(state): State<ChatState>,
    caller: Caller,
    Path(id): Path<Id>,
    Json(body): Json<Body>,
) -> HttpResult<Json<KeptDraft>> {
    let draft = save_draft(&state, &caller, id, body.text, body.reply_to).await?;
    Ok(Json(KeptDraft { draft }))
}
