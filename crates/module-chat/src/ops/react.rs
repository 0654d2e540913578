//! Reacting to a message with an emoji, and taking that back.

use contracts::chat::events;
use kernel::{Actor, Error, Id, Result};
use serde_json::json;

use crate::access::{Need, access_message_to_change};
use crate::error::{NOT_EMOJI, RECALLED, TOO_MANY_REACTIONS};
use crate::model::limits::REACTIONS;
use crate::ops::emit;
use crate::state::ChatState;
use crate::store;

/// The one canonical form of an emoji, so that ❤ with and without a variation selector is one reaction.
pub(crate) fn canonical(emoji: &str) -> Result<&'static str> {
    Ok(emojis::get(emoji).ok_or_else(|| Error::new(&NOT_EMOJI))?.as_str())
}

/// Adds (`on`) or takes back a reaction. Done twice it stays so.
pub(crate) async fn react(state: &ChatState, actor: &Actor, id: Id, emoji: &str, on: bool) -> Result<()> {
    let emoji = canonical(emoji)?;
    let (this, who) = (state.clone(), actor.clone());
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let (_, message) = access_message_to_change(tx, &who, id, Need::Read).await?;
                if message.recalled_at.is_some() {
                    return Err(Error::new(&RECALLED));
                }
                let changed = if on {
                    store::reactions::add(tx, id, emoji, who.user, this.clock.now()).await?
                } else {
                    store::reactions::remove(tx, id, emoji, who.user).await?
                };
                if !changed {
                    return Ok(());
                }
                if on && store::reactions::count_kinds(tx, id).await? > REACTIONS {
                    return Err(Error::new(&TOO_MANY_REACTIONS).with("max", REACTIONS));
                }
                let body = json!({
                    "chat": message.chat, "message": id, "seq": message.seq,
                    "emoji": emoji, "user": who.user, "on": on,
                });
                emit::event(&this, tx, who.org, message.chat, events::MESSAGE_REACTED, Some(who.user), body)
                    .await
            })
        })
        .await
}
