//! What the events of chats look like to live clients.

use std::sync::Arc;

use contracts::chat::events;
use kernel::{Actor, Error, Id, Result, Scope};
use platform_events::Event;
use platform_live::{Audience, LiveFrame, Renderer, event_frame, signal_frame};
use serde_json::{Value, json};

use crate::error::CHAT_NOT_FOUND;
use crate::model::chat::Chat;
use crate::model::limits::SMALL_CHAT;
use crate::state::ChatState;
use crate::store;
use crate::view;

/// Renders every event of chats for the members of its chat.
pub(crate) fn renderer(state: ChatState) -> Renderer {
    Renderer::new("chat.", move |event| {
        let state = state.clone();
        Box::pin(async move { render(&state, &event).await })
    })
}

async fn render(state: &ChatState, event: &Event) -> Result<Option<LiveFrame>> {
    let Some(chat) = id_of(&event.body, "chat") else { return Ok(None) };
    let joins_or_goes = matches!(
        event.kind.as_str(),
        events::MEMBER_ADDED | events::MEMBER_REMOVED | events::CHAT_CREATED | events::CHAT_DISSOLVED
    );
    if joins_or_goes {
        state.forget_audience(chat);
    }
    let mut audience = state.audience(chat).await?;
    if event.kind == events::MEMBER_REMOVED {
        // Those who go must learn that they are gone.
        let gone = event.body["users"].as_array().into_iter().flatten();
        let gone = gone.filter_map(|id| id.as_str()?.parse::<Id>().ok());
        audience = audience.iter().copied().chain(gone).collect();
    }
    let data = match &event.live {
        Some(live) => live.to_string(),
        None => event.body.to_string(),
    };
    let text = event_frame(&Chat::topic(chat), event.seq, &event.kind, event.at, &data);
    Ok(Some(LiveFrame { audience: Audience::Users(audience), text }))
}

/// What a client that missed an event is told of it now: the same shape as the live frame, with what has changed
/// since already in it.
pub(crate) async fn data_of(state: &ChatState, reader: &Actor, event: &Event) -> Result<Value> {
    let Some(id) = id_of(&event.body, "message") else { return Ok(event.body.clone()) };
    let whole = event.kind == events::MESSAGE_POSTED;
    let edited = event.kind == events::MESSAGE_EDITED;
    if !whole && !edited {
        return Ok(event.body.clone());
    }
    let user = reader.user;
    let rows = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let found = store::messages::find(tx, id).await?;
                view::gather(tx, user, found.into_iter().collect()).await
            })
        })
        .await?;
    let Some(message) = view::render(state, reader.org, rows).await?.pop() else {
        return Ok(event.body.clone());
    };
    Ok(if whole {
        serde_json::to_value(&message).map_err(kernel::Error::internal)?
    } else {
        json!({
            "chat": message.chat, "message": message.id, "seq": message.seq, "text": message.text,
            "mentions": message.mentions, "mentions_all": message.mentions_all,
            "objects": message.objects, "edited_at": message.edited_at,
        })
    })
}

/// Passes on that somebody types, to the other members of a small chat.
pub(crate) async fn typing(state: &ChatState, actor: Arc<Actor>, data: Value) -> Result<()> {
    let Some(chat) = id_of(&data, "chat") else { return Ok(()) };
    let members = state.audience(chat).await?;
    if !members.contains(&actor.user) {
        return Err(Error::new(&CHAT_NOT_FOUND));
    }
    if members.len() > SMALL_CHAT || !actor.scopes.allows(Scope::ChatWrite) {
        return Ok(());
    }
    let others: Arc<[Id]> = members.iter().copied().filter(|id| *id != actor.user).collect();
    let data = json!({ "chat": chat, "user": actor.user });
    let text = signal_frame("chat.typing", &data.to_string());
    state.live.deliver(&LiveFrame { audience: Audience::Users(others), text });
    Ok(())
}

/// The id under a name in the body of an event or signal.
pub(crate) fn id_of(body: &Value, name: &str) -> Option<Id> {
    body[name].as_str()?.parse().ok()
}
