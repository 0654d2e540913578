use std::collections::HashMap;

use axum::extract::State;
use kernel::{Error, Id, Millis, Page};
use platform_http::error::MALFORMED;
use platform_http::{Caller, HttpResult, Json, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::error::SEARCH_EMPTY;
use crate::find::{Found, find_messages};
use crate::model::chat::ChatKind;
use crate::state::ChatState;
use crate::store;
use crate::view::{self, MessageView};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Params {
    /// Words; Chinese words of any length, English words.
    #[serde(default)]
    q: String,
    /// Only in this chat.
    chat: Option<Id>,
    /// Only by this person.
    sender: Option<Id>,
    /// Not before this moment (unix milliseconds).
    from: Option<i64>,
    /// Before this moment (unix milliseconds).
    to: Option<i64>,
    /// `text`, `image`, `file` or `link`.
    kind: Option<String>,
    /// Most items in the reply; 1–200, default 50.
    limit: Option<u32>,
    /// `next` of the page before; absent for the first page.
    cursor: Option<String>,
}

/// A message found.
#[derive(Serialize, ToSchema)]
pub(crate) struct MessageHit {
    /// The message.
    message: MessageView,
    /// Its chat.
    chat: FoundIn,
    /// A part of the text with the words.
    snippet: platform_core::MarkedText,
}

/// The chat of a message found.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct FoundIn {
    /// The chat.
    id: Id,
    /// Its name for the caller.
    title: String,
    /// What sort of chat.
    kind: ChatKind,
    /// Address of its picture.
    avatar: Option<String>,
}

/// Messages found.
#[derive(Serialize, ToSchema)]
pub(crate) struct MessageHits {
    /// The latest first.
    items: Vec<MessageHit>,
    /// Cursor of the next page; null at the end.
    next: Option<String>,
}

/// Search messages
///
/// In one chat or in all chats of the caller; by words, sender, time and kind, at least one of them.
#[utoipa::path(
    get, path = "/search", operation_id = "chat.messages.search", tag = "chat", params(Params),
    responses((status = 200, body = MessageHits))
)]
pub(crate) async fn search(
    State(state): State<ChatState>,
    caller: Caller,
    Query(params): Query<Params>,
) -> HttpResult<Json<MessageHits>> {
    let filtered =
        params.sender.is_some() || params.from.is_some() || params.to.is_some() || params.kind.is_some();
    if params.q.trim().is_empty() && !filtered {
        return Err(Error::new(&SEARCH_EMPTY).into());
    }
    if params.kind.as_deref().is_some_and(|kind| !["text", "image", "file", "link"].contains(&kind)) {
        return Err(Error::new(&MALFORMED).with("reason", "kind").into());
    }
    let limit = Page { limit: params.limit, cursor: None }.limit();
    let wanted = Found {
        text: params.q,
        chat: params.chat,
        sender: params.sender,
        from: params.from.map(Millis),
        to: params.to.map(Millis),
        facet: params.kind,
        cursor: params.cursor,
        limit,
    };
    let (hits, next) = find_messages(&state, &caller, wanted).await?;
    let mut chats: HashMap<Id, FoundIn> = HashMap::new();
    let mut items = Vec::with_capacity(hits.len());
    for (message, snippet) in hits {
        let id = message.chat;
        if let std::collections::hash_map::Entry::Vacant(slot) = chats.entry(id) {
            let (org, user) = (caller.org, caller.user);
            let found = state
                .db
                .read(move |tx| {
                    Box::pin(async move { Ok(store::chats::find_for_member(tx, org, id, user).await?) })
                })
                .await?;
            // Who was taken out of the chat in this moment no longer finds what is in it.
            let Some((chat, me)) = found else { continue };
            let chat = view::chat(&state, &caller, chat, me).await?;
            slot.insert(FoundIn { id, title: chat.title, kind: chat.kind, avatar: chat.avatar });
        }
        let chat = chats[&id].clone();
        items.push(MessageHit { message, chat, snippet });
    }
    Ok(Json(MessageHits { items, next }))
}
