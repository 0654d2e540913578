use axum::extract::State;
use kernel::{Error, Id, Millis, Page, Paged};
use platform_http::error::MALFORMED;
use platform_http::{Caller, HttpResult, Json, Query};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::model::chat::ChatKind;
use crate::state::ChatState;
use crate::store;
use crate::store::chats::{ListCursor, ListFilter};
use crate::view::{self, ChatView};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Params {
    /// Which chats; all unless given.
    #[param(inline)]
    filter: Option<ChatFilter>,
    /// Only chats of this kind.
    kind: Option<ChatKind>,
    /// Most items in the reply; 1–200, default 50.
    limit: Option<u32>,
    /// `next` of the page before; absent for the first page.
    cursor: Option<String>,
}

/// Which chats of the caller.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ChatFilter {
    /// All of them.
    All,
    /// Those with unread messages.
    Unread,
    /// Those where an unread message names the caller or everyone.
    Mentions,
}

/// Chats of the caller
///
/// Those kept on top first, then those with the latest message. A hidden chat comes back with its next message.
#[utoipa::path(
    get, path = "/chats", operation_id = "chat.chats.list", tag = "chat", params(Params),
    responses((status = 200, body = Paged<ChatView>))
)]
pub(crate) async fn list(
    State(state): State<ChatState>,
    caller: Caller,
    Query(params): Query<Params>,
) -> HttpResult<Json<Paged<ChatView>>> {
    let filter = ListFilter {
        unread: params.filter == Some(ChatFilter::Unread),
        mentions: params.filter == Some(ChatFilter::Mentions),
        kind: params.kind,
    };
    let page = Page { limit: params.limit, cursor: params.cursor };
    let (limit, after) = (page.limit(), page.cursor.as_deref().map(parse).transpose()?);
    let (org, user) = (caller.org, caller.user);
    let found = state
        .db
        .read(move |tx| {
            Box::pin(async move { Ok(store::chats::list(tx, org, user, filter, after, limit + 1).await?) })
        })
        .await?;
    let found = Paged::from_surplus(found, limit, |(chat, me)| {
        format!("{}.{}.{}", u8::from(me.pinned), chat.last_at.0, chat.id)
    });
    let items = view::chats(&state, &caller, found.items).await?;
    Ok(Json(Paged { items, next: found.next }))
}

fn parse(cursor: &str) -> kernel::Result<ListCursor> {
    let mut parts = cursor.split('.');
    let mut read = || {
        let pinned = parts.next()? == "1";
        let last_at = Millis(parts.next()?.parse().ok()?);
        let id: Id = parts.next()?.parse().ok()?;
        Some(ListCursor { pinned, last_at, id })
    };
    read().ok_or_else(|| Error::new(&MALFORMED).with("reason", "cursor"))
}
