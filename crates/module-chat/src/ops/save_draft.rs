//! Keeping a text that is not sent yet, for all devices of its writer.

use kernel::{Actor, Error, Id, Result};
use platform_live::{Audience, LiveFrame, signal_frame};
use serde_json::json;

use crate::access::{Need, access_chat};
use crate::error::MESSAGE_TOO_LONG;
use crate::model::limits::MESSAGE_CHARS;
use crate::model::member::Draft;
use crate::state::ChatState;
use crate::store;

/// Keeps the draft; an empty text without an answered message clears it. The last writer wins.
pub(crate) async fn save_draft(
    state: &ChatState,
    actor: &Actor,
    chat: Id,
    text: String,
    reply_to: Option<Id>,
) -> Result<Option<Draft>> {
    if text.chars().count() > MESSAGE_CHARS {
        return Err(Error::new(&MESSAGE_TOO_LONG).with("max", MESSAGE_CHARS));
    }
    // A draft is kept as it was typed, but for what no store keeps.
    let text = text.replace('\0', "");
    let (this, who) = (state.clone(), actor.clone());
    let draft = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                access_chat(tx, &who, chat, Need::Read).await?;
                let empty = text.trim().is_empty() && reply_to.is_none();
                let draft = (!empty).then(|| Draft { text, reply_to, updated_at: this.clock.now() });
                store::members::set_draft(tx, chat, who.user, draft.as_ref()).await?;
                Ok(draft)
            })
        })
        .await?;
    let data = json!({ "chat": chat, "draft": draft, "session": actor.session });
    state.live.deliver(&LiveFrame {
        audience: Audience::User(actor.user),
        text: signal_frame("chat.draft", &data.to_string()),
    });
    Ok(draft)
}
