//! Taking a message back.

use contracts::chat::events;
use kernel::{Actor, Error, Id, Millis, Result};
use platform_access::Subject;
use serde_json::json;

use crate::access::{Need, access_message_to_change};
use crate::error::{NOT_SENDER, RECALL_TOO_LATE};
use crate::model::limits::RECALL_MS;
use crate::on::mentioned::told_no_more;
use crate::ops::emit;
use crate::state::ChatState;
use crate::store;

/// Takes a message back: the sender within two minutes, an admin of the group at any time. Done twice it stays so.
pub(crate) async fn recall_message(state: &ChatState, actor: &Actor, id: Id) -> Result<()> {
    let (this, who) = (state.clone(), actor.clone());
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let (seen, message) = access_message_to_change(tx, &who, id, Need::Read).await?;
                if message.recalled_at.is_some() {
                    return Ok(());
                }
                let now = this.clock.now();
                if message.system.is_some() {
                    return Err(Error::new(&NOT_SENDER));
                }
                if seen.allows(Need::Administer).is_err() {
                    if message.sender != who.user {
                        return Err(Error::new(&NOT_SENDER));
                    }
                    if now.since(message.created_at) > RECALL_MS {
                        return Err(Error::new(&RECALL_TOO_LATE).with("minutes", RECALL_MS / Millis::MINUTE));
                    }
                }
                store::mentions::remove(tx, message.chat, message.seq, &message.mentions).await?;
                store::messages::recall(tx, id, who.user, now).await?;
                for user in &message.mentions {
                    told_no_more(&this, tx, who.org, *user, &[id]).await?;
                }
                for file in &message.files {
                    // What another message or the group's picture shows stays to be seen.
                    let is_shown = seen.chat.avatar_file == Some(*file)
                        || store::messages::shows_file(tx, message.chat, *file, id).await?;
                    if is_shown {
                        continue;
                    }
                    if let Some(object) = this.access.object(tx, *file).await? {
                        this.access.revoke(tx, &object, Subject::chat(message.chat), Some(who.user)).await?;
                        this.discard_file(tx, *file).await?;
                    }
                }
                let body = json!({
                    "chat": message.chat, "message": id, "seq": message.seq,
                    "recalled_at": now, "recalled_by": who.user,
                });
                let (kind, by) = (events::MESSAGE_RECALLED, Some(who.user));
                emit::event(&this, tx, who.org, message.chat, kind, by, body).await
            })
        })
        .await
}
