//! Messages are posted, edited, taken back: the search index follows.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use contracts::chat::events::CHAT_DISSOLVED;
use kernel::{Id, Result};
use platform_events::{Consumer, Event};
use platform_search::Doc;

use crate::live::id_of;
use crate::model::message::Message;
use crate::model::text::{links, plain};
use crate::state::ChatState;
use crate::store;

/// How long messages gather before they are indexed together: a commit for each would cost more than storing it, and
/// who searches for what was said this moment finds it a moment later.
const GATHERED: Duration = Duration::from_millis(500);

/// Kind of messages in the search index.
pub(crate) const KIND: &str = "message";

/// Consumes events of messages.
pub(crate) fn consumer(state: ChatState) -> Consumer {
    Consumer::new(
        "chat.index_messages",
        &["chat.message.posted", "chat.message.edited", "chat.message.recalled", "chat.chat.dissolved"],
        {
            move |batch| {
                let state = state.clone();
                Box::pin(async move { handle(&state, &batch).await })
            }
        },
    )
    .linger(GATHERED)
}

async fn handle(state: &ChatState, batch: &[Event]) -> Result<()> {
    // The message as it is now decides, whatever the event said: done twice, or late, it comes out the same.
    let mut orgs: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
    for event in batch {
        if let Some(chat) = id_of(&event.body, "chat").filter(|_| event.kind == CHAT_DISSOLVED) {
            state.search.delete_scope(KIND, chat).await?;
        }
        orgs.entry(event.org).or_default().extend(id_of(&event.body, "message"));
    }
    for (org, ids) in orgs {
        index(state, org, &ids).await?;
    }
    Ok(())
}

async fn index(state: &ChatState, org: Id, ids: &BTreeSet<Id>) -> Result<()> {
    let wanted: Vec<Id> = ids.iter().copied().collect();
    let (messages, file_names) = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let mut messages = Vec::new();
                for id in wanted {
                    messages.extend(store::messages::find(tx, id).await?);
                }
                let files: Vec<Id> =
                    messages.iter().flat_map(|m: &Message| m.files.iter().copied()).collect();
                let files = if files.is_empty() {
                    Vec::new()
                } else {
                    platform_blob::Blobs::files_in(tx, &files).await?
                };
                Ok((messages, files))
            })
        })
        .await?;
    let named: Vec<Id> = messages.iter().flat_map(|message| message.mentions.iter().copied()).collect();
    let names: std::collections::HashMap<Id, String> =
        state.ports.people()?.names(org, &named).await?.into_iter().collect();
    let (mut docs, mut gone) = (Vec::new(), Vec::new());
    for message in messages {
        if message.recalled_at.is_some() || message.system.is_some() {
            gone.push(message.id);
            continue;
        }
        let mut text = plain(&message.body, |id| names.get(&id).cloned(), "所有人 everyone");
        for file in file_names.iter().filter(|file| message.files.contains(&file.id)) {
            text.push('\n');
            text.push_str(&file.name);
        }
        let facet = match message.kind.as_str() {
            "text" if !links(&message.body).is_empty() => "link",
            kind => kind,
        };
        docs.push(Doc {
            id: message.id,
            org,
            kind: KIND.to_owned(),
            object: message.chat,
            scope: message.chat,
            ord: message.seq,
            author: Some(message.sender),
            at: message.created_at,
            facet: facet.to_owned(),
            text,
        });
    }
    state.search.put(docs).await?;
    state.search.delete(gone).await
}
