//! Editing a message.

use std::collections::HashMap;

use contracts::chat::events;
use kernel::{Actor, Error, Id, Millis, Result};
use serde_json::json;

use crate::access::{Need, access_message_to_change};
use crate::error::{EDIT_TOO_LATE, EDITED_TOO_OFTEN, EMPTY_MESSAGE, NOT_SENDER, RECALLED};
use crate::model::limits::{CARDS, EDIT_MS, EDITS, FILES};
use crate::model::text;
use crate::on::mentioned::told_no_more;
use crate::ops::emit;
use crate::ops::post_message::{checked, may_mention_all};
use crate::state::ChatState;
use crate::store;
use crate::store::attachments::AttachmentKind;
use crate::view::{self, MessageView};

/// Changes the words of a message; the earlier words are kept for its readers to see.
pub(crate) async fn edit_message(
    state: &ChatState,
    actor: &Actor,
    id: Id,
    text: &str,
) -> Result<MessageView> {
    let (body, mentions) = checked(text)?;
    let named: Vec<Id> = mentions.users.iter().copied().collect();
    let names: HashMap<Id, String> =
        state.ports.people()?.names(actor.org, &named).await?.into_iter().collect();
    let (this, who) = (state.clone(), actor.clone());
    let rows = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let (seen, mut message) = access_message_to_change(tx, &who, id, Need::Post).await?;
                let now = this.clock.now();
                if message.sender != who.user || message.system.is_some() {
                    return Err(Error::new(&NOT_SENDER));
                }
                if message.recalled_at.is_some() {
                    return Err(Error::new(&RECALLED));
                }
                if body.is_empty() && message.files.is_empty() {
                    return Err(Error::new(&EMPTY_MESSAGE));
                }
                if now.since(message.created_at) > EDIT_MS {
                    return Err(Error::new(&EDIT_TOO_LATE).with("hours", EDIT_MS / Millis::HOUR));
                }
                if body == message.body {
                    return view::gather(tx, who.user, vec![message]).await;
                }
                if mentions.all && !message.mentions_all {
                    may_mention_all(&seen)?;
                }
                let written = message.edited_at.unwrap_or(message.created_at);
                if store::messages::keep_version(tx, id, &message.body, written).await? > EDITS {
                    return Err(Error::new(&EDITED_TOO_OFTEN).with("max", EDITS));
                }
                store::mentions::remove(tx, message.chat, message.seq, &message.mentions).await?;
                let before = std::mem::take(&mut message.mentions);
                for user in mentions.users {
                    let member = user != who.user && names.contains_key(&user);
                    if member && store::members::contains(tx, message.chat, user).await? {
                        message.mentions.push(user);
                    }
                }
                store::mentions::insert(tx, message.chat, message.seq, &message.mentions).await?;
                for user in before.into_iter().filter(|user| !message.mentions.contains(user)) {
                    told_no_more(&this, tx, who.org, user, &[id]).await?;
                }
                let links = text::links(&body);
                let (chat, seq) = (message.chat, message.seq);
                if links.is_empty() {
                    store::attachments::remove_link(tx, chat, seq).await?;
                } else {
                    store::attachments::insert(tx, chat, seq, FILES as i64, AttachmentKind::Link, None, id)
                        .await?;
                }
                message.objects.clear();
                for object in links.iter().filter_map(|link| this.access.resolve_link(link)) {
                    if message.objects.len() < CARDS && !message.objects.contains(&object) {
                        message.objects.push(object);
                    }
                }
                message.body = body;
                message.mentions_all = mentions.all;
                message.edited_at = Some(now);
                store::messages::update_body(tx, &message).await?;
                let event_seq = store::chats::next_event(tx, message.chat).await?;
                let facts = json!({ "chat": message.chat, "message": id, "seq": message.seq });
                let live = json!({
                    "chat": message.chat, "message": id, "seq": message.seq, "text": message.body,
                    "mentions": message.mentions, "mentions_all": message.mentions_all,
                    "objects": message.objects, "edited_at": now,
                });
                let place = (who.org, message.chat, event_seq);
                let (kind, by) = (events::MESSAGE_EDITED, Some(who.user));
                emit::event_at(&this, tx, place, kind, by, facts, Some(live.to_string())).await?;
                view::gather(tx, who.user, vec![message]).await
            })
        })
        .await?;
    view::render(state, actor.org, rows).await?.pop().ok_or_else(Error::not_found)
}
