//! Events of chats, and the notes the office leaves in a chat.

use kernel::{Id, Millis, Result};
use platform_db::Tx;
use platform_events::NewEvent;
use serde::Serialize;
use serde_json::{Value, json};

use contracts::chat::events;

use crate::model::chat::Chat;
use crate::model::message::{Message, MessageKind, SystemNote};
use crate::state::ChatState;
use crate::store;
use crate::view::{self, MessageView};

/// Writes an event at a place already taken from the chat's row.
pub(crate) async fn event_at(
    state: &ChatState,
    tx: &mut Tx,
    place: (Id, Id, i64),
    kind: &'static str,
    actor: Option<Id>,
    body: Value,
    live: Option<String>,
) -> Result<()> {
    let (org, chat, seq) = place;
    state
        .events
        .append(tx, NewEvent { org, stream: Chat::topic(chat), seq: Some(seq), kind, actor, body, live })
        .await?;
    Ok(())
}

/// Writes an event at the chat's next place.
pub(crate) async fn event(
    state: &ChatState,
    tx: &mut Tx,
    org: Id,
    chat: Id,
    kind: &'static str,
    actor: Option<Id>,
    body: Value,
) -> Result<()> {
    let seq = store::chats::next_event(tx, chat).await?;
    let live = body.to_string();
    event_at(state, tx, (org, chat, seq), kind, actor, body, Some(live)).await
}

/// Tells that title, picture, announcement or settings changed. What they are now travels with it and is not kept.
pub(crate) async fn changed(state: &ChatState, tx: &mut Tx, chat: &Chat, by: Option<Id>) -> Result<()> {
    let seq = store::chats::next_event(tx, chat.id).await?;
    let (place, live) = ((chat.org, chat.id, seq), view::changed(chat).to_string());
    event_at(state, tx, place, events::CHAT_CHANGED, by, json!({ "chat": chat.id }), Some(live)).await
}

/// Tells that a message was posted. `live` is the message as all members see it.
pub(crate) async fn posted(
    state: &ChatState,
    tx: &mut Tx,
    org: Id,
    event_seq: i64,
    message: &Message,
    live: Option<&MessageView>,
) -> Result<()> {
    let mut body = json!({
        "chat": message.chat,
        "message": message.id,
        "seq": message.seq,
        "sender": message.sender,
        "kind": message.kind,
        "names": !message.mentions.is_empty(),
    });
    if let Some(quote) = live.and_then(|live| live.reply_to.as_ref()) {
        body["reply_seq"] = quote.seq.into();
    }
    let live = live.map(to_json);
    let place = (org, message.chat, event_seq);
    event_at(state, tx, place, events::MESSAGE_POSTED, Some(message.sender), body, live).await
}

/// Leaves a note of what happened, as a message of the kind `system`. `name` is that of `by`.
pub(crate) async fn note(
    state: &ChatState,
    tx: &mut Tx,
    chat: &Chat,
    by: (Id, &str),
    note: SystemNote,
    now: Millis,
) -> Result<()> {
    let Some((seq, event_seq)) = store::chats::next_message(tx, chat.id, now).await? else { return Ok(()) };
    let message = Message {
        id: state.ids.next(),
        chat: chat.id,
        seq,
        sender: by.0,
        kind: MessageKind::System,
        body: String::new(),
        mentions: Vec::new(),
        mentions_all: false,
        files: Vec::new(),
        objects: Vec::new(),
        system: Some(note),
        reply_to: None,
        client_id: None,
        created_at: now,
        edited_at: None,
        recalled_at: None,
        recalled_by: None,
        pinned: false,
        has_reactions: false,
    };
    store::messages::insert(tx, &message).await?;
    // Who acted has seen it.
    store::members::read(tx, chat.id, by.0, seq, now).await?;
    let live = view::system_note(message.clone(), by.1);
    posted(state, tx, chat.org, event_seq, &message, Some(&live)).await
}

/// The JSON of what live clients receive.
pub(crate) fn to_json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
