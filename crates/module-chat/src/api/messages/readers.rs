use axum::extract::State;
use contracts::people::UserCard;
use kernel::{Error, Id, Page, Paged};
use platform_http::error::MALFORMED;
use platform_http::{Caller, HttpResult, Json, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::{Need, access_message};
use crate::state::ChatState;
use crate::store;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Params {
    /// Those who have read it (default), or those who have not.
    #[param(inline)]
    state: Option<ReadState>,
    /// Most items in the reply; 1–200, default 50.
    limit: Option<u32>,
    /// `next` of the page before; absent for the first page.
    cursor: Option<String>,
}

/// Whether a message was read.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReadState {
    /// It was.
    Read,
    /// Not yet.
    Unread,
}

/// Who has, or has not, read a message. The sender does not count.
#[derive(Serialize, ToSchema)]
pub(crate) struct Readers {
    /// A page of them.
    items: Vec<UserCard>,
    /// Cursor of the next page; null at the end.
    next: Option<String>,
    /// How many have read it.
    read: i64,
    /// How many have not.
    unread: i64,
}

/// Who has and who has not read a message
#[utoipa::path(
    get, path = "/messages/{id}/readers", operation_id = "chat.messages.readers", tag = "chat",
    params(("id" = Id, Path), Params), responses((status = 200, body = Readers))
)]
pub(crate) async fn readers(
    State(state): State<ChatState>,
    caller: Caller,
    Path(id): Path<Id>,
    Query(params): Query<Params>,
) -> HttpResult<Json<Readers>> {
    let page = Page { limit: params.limit, cursor: params.cursor };
    let limit = page.limit();
    let after = page.cursor.as_deref().map_or(Ok(Id(0)), str::parse);
    let after = after.map_err(|_| Error::new(&MALFORMED).with("reason", "cursor"))?;
    let have_read = params.state != Some(ReadState::Unread);
    let actor = caller.0.clone();
    let (ids, (read, unread)) = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let (_, message) = access_message(tx, &actor, id, Need::Read).await?;
                let (chat, seq, sender) = (message.chat, message.seq, message.sender);
                let ids = store::members::readers(tx, chat, seq, sender, have_read, after, limit + 1).await?;
                Ok((ids, store::members::count_readers(tx, chat, seq, sender).await?))
            })
        })
        .await?;
    let found = Paged::from_surplus(ids, limit, ToString::to_string);
    let items = state.ports.people()?.cards(caller.org, &found.items).await?;
    Ok(Json(Readers { items, next: found.next, read, unread }))
}
