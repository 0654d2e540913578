//! Ending a group for all its members.

use contracts::chat::events;
use kernel::{Actor, Error, Id, Result};
use serde_json::json;

use crate::access::{Need, access_chat_to_change};
use crate::error::NOT_FOR_KIND;
use crate::model::chat::ChatKind;
use crate::ops::emit;
use crate::state::ChatState;
use crate::store;

/// Dissolves a group; only its owner may.
pub(crate) async fn dissolve_chat(state: &ChatState, actor: &Actor, id: Id) -> Result<()> {
    let (this, who) = (state.clone(), actor.clone());
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let chat = access_chat_to_change(tx, &who, id, Need::Read).await?;
                if matches!(chat.chat.kind, ChatKind::Direct | ChatKind::Everyone) {
                    return Err(Error::new(&NOT_FOR_KIND));
                }
                chat.allows(Need::Own)?;
                let (by, kind) = (Some(who.user), events::CHAT_DISSOLVED);
                emit::event(&this, tx, who.org, id, kind, by, json!({ "chat": id, "by": who.user })).await?;
                store::chats::dissolve(tx, id, this.clock.now()).await?;
                this.access.invalidate_after(tx);
                Ok(())
            })
        })
        .await
}
