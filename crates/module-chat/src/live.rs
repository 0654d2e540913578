//! What the events of chats look like to live clients.

use std::collections::HashMap;
use std::sync::Arc;

use contracts::chat::events;
use kernel::{Actor, Error, Id, Result, Scope};
use platform_events::{Event, Observer};
use platform_live::{Audience, LiveFrame, Renderer, event_frame, signal_frame};
use serde_json::{Value, json};

use crate::error::CHAT_NOT_FOUND;
use crate::model::chat::Chat;
use crate::model::limits::SMALL_CHAT;
use crate::state::ChatState;
use crate::store;
use crate::view::{self, MessageView};

/// Renders every event of chats for the members of its chat.
pub(crate) fn renderer(state: ChatState) -> Renderer {
    Renderer::new("chat.", move |event| {
        let state = state.clone();
        Box::pin(async move { render(&state, &event).await })
    })
}

/// Forgets who is in a chat when that changes.
pub(crate) fn observer(state: ChatState) -> Observer {
    Observer::new("chat.", move |followed| {
        let event = &followed.event;
        let joins_or_goes = matches!(
            event.kind.as_str(),
            events::MEMBER_ADDED | events::MEMBER_REMOVED | events::CHAT_CREATED | events::CHAT_DISSOLVED
        );
        if let (true, Some(chat)) = (joins_or_goes, id_of(&event.body, "chat")) {
            state.forget_audience(chat);
        }
        Box::pin(std::future::ready(()))
    })
}

async fn render(state: &ChatState, event: &Event) -> Result<Vec<LiveFrame>> {
    let Some(chat) = id_of(&event.body, "chat") else { return Ok(Vec::new()) };
    let members = state.audience(chat).await?;
    // Those who go must learn that they are gone.
    let gone: Vec<Id> = match event.kind.as_str() {
        events::MEMBER_REMOVED => event.body["users"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|id| id.as_str()?.parse().ok())
            .collect(),
        _ => Vec::new(),
    };
    if !state.live.is_anybody_here(&members.ids) && !state.live.is_anybody_here(&gone) {
        return Ok(Vec::new());
    }
    let frame = |ids: Arc<[Id]>, data: &str| LiveFrame {
        audience: Audience::Users(ids),
        text: event_frame(&Chat::topic(chat), event.seq, &event.kind, event.at, data),
    };
    let read;
    let whole = match event.live.as_deref() {
        Some(live) => live,
        None => {
            read = data_now(state, event, chat).await?.to_string();
            &read
        }
    };
    if event.kind == events::MEMBER_REMOVED {
        return Ok(vec![frame(members.ids.iter().copied().chain(gone).collect(), whole)]);
    }
    let place = |name: &str| event.body[name].as_i64().unwrap_or(i64::MAX);
    let (seq, reply) = (place("seq"), place("reply_seq"));
    if members.late.iter().all(|(_, from)| *from <= seq.min(reply)) {
        return Ok(vec![frame(members.ids, whole)]);
    }
    // Not everybody may read the message, or the one it answers.
    let late = |that: &dyn Fn(i64) -> bool| -> Arc<[Id]> {
        members.late.iter().filter(|(_, from)| that(*from)).map(|(id, _)| *id).collect()
    };
    let (strangers, newcomers) = (late(&|from| from > seq), late(&|from| from <= seq && from > reply));
    let apart = |id: &Id| strangers.binary_search(id).is_ok() || newcomers.binary_search(id).is_ok();
    let others = members.ids.iter().filter(|id| !apart(id)).copied().collect();
    let mut frames = vec![frame(others, whole)];
    if !newcomers.is_empty() {
        frames.push(frame(newcomers, &without_quote(whole)?));
    }
    if !strangers.is_empty() {
        frames.push(frame(strangers, &place_of(&event.body).to_string()));
    }
    Ok(frames)
}

/// What an event of another node says: nothing travels between nodes but where it is.
async fn data_now(state: &ChatState, event: &Event, chat: Id) -> Result<Value> {
    let message = message_of(event);
    if message.is_none() && event.kind != events::CHAT_CHANGED {
        return Ok(event.body.clone());
    }
    let (chat, rows) = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let found = match message {
                    Some(id) => store::messages::find(tx, id).await?,
                    None => None,
                };
                // Whoever wrote it may read all of it; who may not is told less.
                let sender = found.as_ref().map_or(Id(0), |message| message.sender);
                let rows = view::gather(tx, sender, found.into_iter().collect()).await?;
                let chat = if message.is_none() { store::chats::find(tx, chat).await? } else { None };
                Ok((chat, rows))
            })
        })
        .await?;
    if let Some(chat) = chat {
        return Ok(view::changed(&chat));
    }
    let mut messages = view::render(state, event.org, rows).await?;
    // Many people are told the same: whose reactions these are they see by the names.
    messages.iter_mut().flat_map(|message| &mut message.reactions).for_each(|reaction| reaction.mine = false);
    Ok(message_data(event, messages.first()))
}

/// What those hear of a message who may not read it: that something is there, so that no gap opens in the count.
pub(crate) fn place_of(body: &Value) -> Value {
    json!({ "chat": body["chat"], "message": body["message"], "seq": body["seq"] })
}

/// A message as those see it who may not read the one it answers.
fn without_quote(message: &str) -> Result<String> {
    let mut message: Value = serde_json::from_str(message).map_err(Error::internal)?;
    message["reply_to"] = Value::Null;
    message["reply_hidden"] = Value::Bool(true);
    Ok(message.to_string())
}

/// The message whose words an event tells of: as it is now, they are read where events are asked for later.
pub(crate) fn message_of(event: &Event) -> Option<Id> {
    let tells = matches!(event.kind.as_str(), events::MESSAGE_POSTED | events::MESSAGE_EDITED);
    if tells { id_of(&event.body, "message") } else { None }
}

/// What an event says to somebody who asks for it later: chat and messages as they are now, so that what was taken back
/// since already is. A message that is not among these says nothing but its place.
pub(crate) fn data_of(event: &Event, chat: &Chat, messages: &HashMap<Id, MessageView>) -> Value {
    if event.kind == events::CHAT_CHANGED {
        return view::changed(chat);
    }
    message_data(event, message_of(event).and_then(|id| messages.get(&id)))
}

fn message_data(event: &Event, message: Option<&MessageView>) -> Value {
    let Some(message) = message else { return event.body.clone() };
    if event.kind == events::MESSAGE_POSTED {
        return json!(message);
    }
    json!({
        "chat": message.chat, "message": message.id, "seq": message.seq, "text": message.text,
        "mentions": message.mentions, "mentions_all": message.mentions_all,
        "objects": message.objects, "edited_at": message.edited_at,
    })
}

/// Passes on that somebody types, to the other members of a small chat.
pub(crate) async fn typing(state: &ChatState, actor: Arc<Actor>, data: Value) -> Result<()> {
    let Some(chat) = id_of(&data, "chat") else { return Ok(()) };
    let members = state.audience(chat).await?.ids;
    if !members.contains(&actor.user) {
        return Err(Error::new(&CHAT_NOT_FOUND));
    }
    if members.len() > SMALL_CHAT || !actor.scopes.allows(Scope::ChatWrite) {
        return Ok(());
    }
    let others: Arc<[Id]> = members.iter().copied().filter(|id| *id != actor.user).collect();
    let data = json!({ "chat": chat, "user": actor.user });
    let text = signal_frame("chat.typing", &data.to_string());
    state.live.signal(LiveFrame { audience: Audience::Users(others), text });
    Ok(())
}

/// The id under a name in the body of an event or signal.
pub(crate) fn id_of(body: &Value, name: &str) -> Option<Id> {
    body[name].as_str()?.parse().ok()
}
