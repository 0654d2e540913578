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
    let text = as_typed(&text);
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
    state.live.signal(LiveFrame {
        audience: Audience::User(actor.user),
        text: signal_frame("chat.draft", &data.to_string()),
    });
    Ok(draft)
}

/// Cleaned as the message will be, but with the spaces and line ends behind it: the next word will follow them.
fn as_typed(text: &str) -> String {
    let clean = engine_text::clean_text(text, MESSAGE_CHARS).unwrap_or_default();
    let behind = text.len() - text.trim_end_matches([' ', '\n', '\t']).len();
    clean + &text[text.len() - behind..]
}

#[cfg(test)]
mod tests {
    use super::as_typed;

    #[test]
    fn what_is_typed_on_stays_and_what_deceives_goes() {
        assert_eq!(as_typed("  今天 \n"), "  今天 \n");
        assert_eq!(as_typed("a\u{202e}b\0c\u{200b} "), "abc ");
        assert_eq!(as_typed(" \n"), " \n");
    }
}
