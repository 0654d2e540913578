use std::collections::HashMap;

use axum::extract::State;
use kernel::{Id, Millis, Page};
use platform_events::Event;
use platform_http::{Caller, HttpResult, Json, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::{Need, Seen, access_chat};
use crate::live::{data_of, message_of, place_of};
use crate::model::chat::Chat;
use crate::state::ChatState;
use crate::store;
use crate::view::{self, MessageView};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Params {
    /// Place of the last event the client has.
    after: i64,
    /// Most items in the reply; 1–200, default 50.
    limit: Option<u32>,
}

/// Something that happened in a chat, as live frames tell it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChatEvent {
    /// Place among the chat's events.
    seq: i64,
    /// Kind, such as `chat.message.posted.v1`.
    kind: String,
    /// When.
    at: Millis,
    /// The same as in the live frame; a message that was changed since appears as it is now.
    #[schema(value_type = Object)]
    data: serde_json::Value,
}

/// Events a client missed.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChatEvents {
    /// The events, ascending.
    items: Vec<ChatEvent>,
    /// Place to go on from, as text; null when the client has caught up.
    next: Option<String>,
    /// Place of the chat's last event.
    event_seq: i64,
}

/// What happened in a chat after a place
///
/// How a client catches up after a break: no gap, nothing twice.
#[utoipa::path(
    get, path = "/chats/{id}/events", operation_id = "chat.events.list", tag = "chat",
    params(("id" = Id, Path), Params), responses((status = 200, body = ChatEvents))
)]
pub(crate) async fn list(
    State(state): State<ChatState>,
    caller: Caller,
    Path(id): Path<Id>,
    Query(params): Query<Params>,
) -> HttpResult<Json<ChatEvents>> {
    let limit = Page { limit: params.limit, cursor: None }.limit();
    let actor = caller.0.clone();
    let (events, seen, rows) = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let seen = access_chat(tx, &actor, id, Need::Read).await?;
                let events = platform_events::read_stream(tx, &Chat::topic(id), params.after, limit).await?;
                // A message from before the caller may read is told of by its place only.
                let mut ids: Vec<Id> =
                    events.iter().filter(|event| !is_hidden(&seen, event)).filter_map(message_of).collect();
                ids.sort_unstable();
                ids.dedup();
                let mut messages = Vec::with_capacity(ids.len());
                for id in ids {
                    messages.extend(store::messages::find(tx, id).await?);
                }
                let rows = view::gather(tx, actor.user, messages).await?;
                Ok((events, seen, rows))
            })
        })
        .await?;
    let event_seq = seen.chat.event_seq;
    let last = events.last().map(|event| event.seq);
    let next = last.filter(|last| *last < event_seq).map(|last| last.to_string());
    let mut items = Vec::with_capacity(events.len());
    let messages = view::render(&state, caller.org, rows).await?;
    let messages: HashMap<Id, MessageView> =
        messages.into_iter().map(|message| (message.id, message)).collect();
    for event in events {
        let hidden = is_hidden(&seen, &event);
        let data = if hidden { place_of(&event.body) } else { data_of(&event, &seen.chat, &messages) };
        items.push(ChatEvent { seq: event.seq, kind: event.kind, at: event.at, data });
    }
    Ok(Json(ChatEvents { items, next, event_seq }))
}

fn is_hidden(seen: &Seen, event: &Event) -> bool {
    event.body["seq"].as_i64().is_some_and(|seq| !seen.may_read(seq))
}
