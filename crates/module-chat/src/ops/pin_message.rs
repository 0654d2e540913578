//! Pinning a message for everyone in the chat, and letting it go.

use contracts::chat::events;
use kernel::{Actor, Error, Id, Result};
use serde_json::json;

use crate::access::{Need, access_message_to_change};
use crate::error::{RECALLED, TOO_MANY_PINS};
use crate::model::limits::PINS;
use crate::ops::emit;
use crate::state::ChatState;
use crate::store;

/// Pins or unpins. Whoever may post may pin; in groups that follow the directory only admins may, since everyone
/// sees it. Done twice it stays so.
pub(crate) async fn pin_message(state: &ChatState, actor: &Actor, id: Id, pinned: bool) -> Result<()> {
    let (this, who) = (state.clone(), actor.clone());
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let (seen, message) = access_message_to_change(tx, &who, id, Need::Post).await?;
                if seen.chat.kind.follows_directory() {
                    seen.allows(Need::Administer)?;
                }
                if message.recalled_at.is_some() {
                    return Err(Error::new(&RECALLED));
                }
                if pinned && !message.pinned && store::messages::count_pinned(tx, message.chat).await? >= PINS
                {
                    return Err(Error::new(&TOO_MANY_PINS).with("max", PINS));
                }
                if !store::messages::set_pinned(tx, id, pinned).await? {
                    return Ok(());
                }
                let kind = if pinned { events::MESSAGE_PINNED } else { events::MESSAGE_UNPINNED };
                let body = json!({ "chat": message.chat, "message": id, "seq": message.seq, "by": who.user });
                emit::event(&this, tx, who.org, message.chat, kind, Some(who.user), body).await
            })
        })
        .await
}
