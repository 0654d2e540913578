//! What a member chooses for a chat: notifications, on top, hidden.

use kernel::{Actor, Id, Result};
use platform_live::{Audience, LiveFrame, signal_frame};
use serde_json::json;

use crate::access::{Need, access_chat};
use crate::model::member::NotifyLevel;
use crate::state::ChatState;
use crate::store;
use crate::view::MyMembership;

/// What changes; `None` stays.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Choice {
    pub(crate) level: Option<NotifyLevel>,
    pub(crate) muted: Option<bool>,
    pub(crate) pinned: Option<bool>,
    pub(crate) hidden: Option<bool>,
}

/// Writes the choice; the member's side after it.
pub(crate) async fn settle_chat(
    state: &ChatState,
    actor: &Actor,
    chat: Id,
    choice: Choice,
) -> Result<MyMembership> {
    let who = actor.clone();
    // Hidden until the next message; what is put on top shows.
    let hidden = choice.hidden.or((choice.pinned == Some(true)).then_some(false));
    let me = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let mut seen = access_chat(tx, &who, chat, Need::Read).await?;
                let unmuted = match seen.me.level {
                    NotifyLevel::None => seen.me.unmuted,
                    level => level,
                };
                seen.me.level = choice.level.unwrap_or(match choice.muted {
                    Some(true) => NotifyLevel::None,
                    Some(false) => unmuted,
                    None => seen.me.level,
                });
                seen.me.unmuted = unmuted;
                seen.me.pinned = choice.pinned.unwrap_or(seen.me.pinned);
                store::members::settle(tx, &seen.me).await?;
                if let Some(hidden) = hidden {
                    let at_seq = hidden.then_some(seen.chat.last_seq);
                    store::members::hide(tx, chat, who.user, at_seq).await?;
                }
                MyMembership::of(tx, &seen.chat, &seen.me).await
            })
        })
        .await?;
    let mut data = json!({ "chat": chat, "me": me });
    if let Some(hidden) = hidden {
        data["hidden"] = hidden.into();
    }
    state.live.signal(LiveFrame {
        audience: Audience::User(actor.user),
        text: signal_frame("chat.me", &data.to_string()),
    });
    Ok(me)
}
