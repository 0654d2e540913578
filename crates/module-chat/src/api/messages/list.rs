use axum::extract::State;
use kernel::{Id, Page};
use platform_http::{Caller, HttpResult, Json, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::{Need, access_chat};
use crate::state::ChatState;
use crate::store;
use crate::view::{self, MessageView};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Params {
    /// Messages before this place, the nearest; with `after`, those between, from the earliest on.
    before: Option<i64>,
    /// Messages after this place, the nearest.
    after: Option<i64>,
    /// Messages on both sides of this place, with it; leave the others out.
    around: Option<i64>,
    /// Most items in the reply; 1–200, default 50.
    limit: Option<u32>,
}

/// A stretch of a chat, in the order of places.
#[derive(Serialize, ToSchema)]
pub(crate) struct MessagePage {
    /// The messages, ascending.
    items: Vec<MessageView>,
    /// Place to go on from in the direction asked, as text; null at that end.
    next: Option<String>,
    /// Whether the caller may read earlier ones.
    has_before: bool,
    /// Whether there are later ones.
    has_after: bool,
}

/// Messages of a chat
///
/// The latest unless `before`, `after` or `around` says where.
#[utoipa::path(
    get, path = "/chats/{id}/messages", operation_id = "chat.messages.list", tag = "chat",
    params(("id" = Id, Path), Params), responses((status = 200, body = MessagePage))
)]
pub(crate) async fn list(
    State(state): State<ChatState>,
    caller: Caller,
    Path(id): Path<Id>,
    Query(params): Query<Params>,
) -> HttpResult<Json<MessagePage>> {
    let limit = Page { limit: params.limit, cursor: None }.limit();
    let actor = caller.0.clone();
    let forward = params.after.is_some();
    let (rows, from, last_seq, place) = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let seen = access_chat(tx, &actor, id, Need::Read).await?;
                let from = seen.me.history_from;
                let last_seq = seen.chat.last_seq;
                let mut messages;
                // Where the page lies when nothing is on it: what is before this place, and what is not.
                let place;
                if let Some(middle) = params.around {
                    let half = limit / 2;
                    place = middle;
                    messages = store::messages::before(tx, id, from, middle, half).await?;
                    messages.reverse();
                    let start = middle.max(from) - 1;
                    messages.extend(store::messages::between(tx, id, start, i64::MAX, limit - half).await?);
                } else if let Some(after) = params.after {
                    let before = params.before.unwrap_or(i64::MAX);
                    messages = store::messages::between(tx, id, after.max(from - 1), before, limit).await?;
                    place = after.saturating_add(1);
                } else {
                    let before = params.before.unwrap_or(i64::MAX);
                    messages = store::messages::before(tx, id, from, before, limit).await?;
                    messages.reverse();
                    place = before;
                }
                Ok((view::gather(tx, actor.user, messages).await?, from, last_seq, place))
            })
        })
        .await?;
    let items = view::render(&state, caller.org, rows).await?;
    // Places have no gaps: the ends tell whether there is more.
    let has_before = items.first().map_or(place, |first| first.seq) > from && last_seq >= from;
    let has_after =
        items.last().map_or(place.saturating_sub(1), |last| last.seq) < last_seq && last_seq >= from;
    let next = match forward {
        true => {
            let goes_on =
                |last: &&MessageView| has_after && params.before.is_none_or(|end| last.seq < end - 1);
            items.last().filter(goes_on).map(|last| last.seq.to_string())
        }
        false => items.first().filter(|_| has_before).map(|first| first.seq.to_string()),
    };
    Ok(Json(MessagePage { items, next, has_before, has_after }))
}
