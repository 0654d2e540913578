use axum::extract::State;
use kernel::{Error, Id, Page};
use platform_http::error::MALFORMED;
use platform_http::{Caller, HttpResult, Json, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::{Need, access_chat};
use crate::state::ChatState;
use crate::store;
use crate::store::attachments::AttachmentKind;
use crate::view::{self, MessageView};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Params {
    /// `image`, `file` or `link`.
    kind: String,
    /// Most items in the reply; 1–200, default 50.
    limit: Option<u32>,
    /// `next` of the page before; absent for the first page.
    cursor: Option<String>,
}

/// A picture, file or link, with the message that brought it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChatFile {
    /// The file; null for links.
    file: Option<platform_core::FileInfo>,
    /// The message.
    message: MessageView,
}

/// Pictures, files or links of a chat.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChatFiles {
    /// The latest first.
    items: Vec<ChatFile>,
    /// Cursor of the next page; null at the end.
    next: Option<String>,
}

/// Pictures, files or links of a chat, the latest first
#[utoipa::path(
    get, path = "/chats/{id}/files", operation_id = "chat.files.list", tag = "chat",
    params(("id" = Id, Path), Params), responses((status = 200, body = ChatFiles))
)]
pub(crate) async fn list(
    State(state): State<ChatState>,
    caller: Caller,
    Path(id): Path<Id>,
    Query(params): Query<Params>,
) -> HttpResult<Json<ChatFiles>> {
    let malformed = |reason| Error::new(&MALFORMED).with("reason", reason);
    let kind = AttachmentKind::parse(&params.kind).ok_or_else(|| malformed("kind"))?;
    let limit = Page { limit: params.limit, cursor: None }.limit();
    let before = match &params.cursor {
        Some(cursor) => cursor
            .split_once('.')
            .and_then(|(seq, place)| Some((seq.parse().ok()?, place.parse().ok()?)))
            .ok_or_else(|| malformed("cursor"))?,
        None => (i64::MAX, i64::MAX),
    };
    let actor = caller.0.clone();
    let (page, rows) = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let from = access_chat(tx, &actor, id, Need::Read).await?.me.history_from;
                let page = store::attachments::page(tx, id, kind, from, before, limit + 1).await?;
                let mut messages: Vec<_> = Vec::new();
                for (message, ..) in &page {
                    if !messages.iter().any(|m: &crate::model::message::Message| m.id == *message) {
                        messages.extend(store::messages::find(tx, *message).await?);
                    }
                }
                Ok((page, view::gather(tx, actor.user, messages).await?))
            })
        })
        .await?;
    let messages = view::render(&state, caller.org, rows).await?;
    let page = kernel::Paged::from_surplus(page, limit, |(_, seq, place, _)| format!("{seq}.{place}"));
    let items = page
        .items
        .into_iter()
        .filter_map(|(message, _, _, file)| {
            let message = messages.iter().find(|m| m.id == message)?.clone();
            let file = file.and_then(|id| message.files.iter().find(|file| file.id == id).cloned());
            Some(ChatFile { file, message })
        })
        .collect();
    Ok(Json(ChatFiles { items, next: page.next }))
}
