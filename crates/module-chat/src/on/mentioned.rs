//! A message names people, from the start or since it was edited: each is notified once, unless the chat is muted.

use kernel::{Id, Result};
use platform_db::Tx;
use platform_events::{Consumer, Event};
use platform_live::{Audience, LiveFrame, signal_frame};
use platform_notify::NewNotification;
use serde_json::json;

use crate::live::id_of;
use crate::model::chat::ChatKind;
use crate::model::member::NotifyLevel;
use crate::state::ChatState;
use crate::store;

/// Kind of the notification.
pub(crate) const KIND: &str = "chat.mentioned";

/// Consumes posted and edited messages.
pub(crate) fn consumer(state: ChatState) -> Consumer {
    Consumer::new("chat.mentioned", &["chat.message.posted", "chat.message.edited"], move |batch| {
        let state = state.clone();
        Box::pin(async move {
            for event in &batch {
                handle(&state, event).await?;
            }
            Ok(())
        })
    })
    // Most messages name nobody, and say so.
    .only(|event| event.body["names"] != false)
}

async fn handle(state: &ChatState, event: &Event) -> Result<()> {
    let (Some(id), Some(sender)) = (id_of(&event.body, "message"), event.actor) else { return Ok(()) };
    let names = state.ports.people()?.names(event.org, &[sender]).await?;
    let sender_name = names.into_iter().next().map(|(_, name)| name).unwrap_or_default();
    let (this, org) = (state.clone(), event.org);
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let Some(message) = store::messages::find(tx, id).await? else { return Ok(()) };
                let Some(chat) = store::chats::find(tx, message.chat).await? else { return Ok(()) };
                // Everyone being named shows in the list of chats; a row for each member would be too much.
                if message.recalled_at.is_some() || chat.kind == ChatKind::Direct {
                    return Ok(());
                }
                for user in &message.mentions {
                    let member = store::members::find(tx, chat.id, *user).await?;
                    // Who has read it already, or wants to hear nothing, is not told.
                    let told = member.is_some_and(|member| {
                        member.level != NotifyLevel::None && member.read_seq < message.seq
                    });
                    if told {
                        notify(&this, tx, org, (*user, &sender_name), &message, &chat.title).await?;
                    }
                }
                Ok(())
            })
        })
        .await
}

async fn notify(
    state: &ChatState,
    tx: &mut Tx,
    org: Id,
    (user, sender_name): (Id, &str),
    message: &crate::model::message::Message,
    title: &str,
) -> Result<()> {
    state
        .notify
        .add(
            tx,
            NewNotification {
                org,
                user,
                kind: KIND,
                params: json!({ "name": sender_name, "chat": title }),
                url: format!("/chat/{}?seq={}", message.chat, message.seq),
                actor: Some(message.sender),
                dedup_key: Some(mention_key(message.id)),
            },
        )
        .await?;
    Ok(())
}

/// Takes back that somebody is named, where it was not read: it was seen, taken back or edited away.
pub(crate) async fn told_no_more(
    state: &ChatState,
    tx: &mut Tx,
    org: Id,
    user: Id,
    messages: &[Id],
) -> Result<()> {
    let keys: Vec<String> = messages.iter().copied().map(mention_key).collect();
    if state.notify.mark_seen(tx, org, user, &keys).await? > 0 {
        let live = state.live.clone();
        tx.after_commit(move || {
            live.signal(LiveFrame {
                audience: Audience::User(user),
                text: signal_frame("notify.read", "{}"),
            });
        });
    }
    Ok(())
}

/// Under which somebody is told that a message names them.
fn mention_key(message: Id) -> String {
    format!("mention:{message}")
}
