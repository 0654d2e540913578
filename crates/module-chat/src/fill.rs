//! Filling a new office with chats that already have a history: for the demo, and for moving in from elsewhere.

use std::collections::HashMap;

use kernel::{Id, Millis, Result};
use platform_core::Core;
use platform_db::Tx;

use crate::model::chat::{ChatKind, Who, department_key, direct_key};
use crate::model::limits::MESSAGE_CHARS;
use crate::model::member::MemberRole;
use crate::model::message::{Message, MessageKind, SystemNote};
use crate::model::text::{links, mentions};
use crate::ops::create_chat::{blank, insert};
use crate::ops::emit;
use crate::state::ChatState;
use crate::store;
use crate::store::attachments::AttachmentKind;
use crate::view;

/// Messages written in one transaction.
const CHUNK: usize = 500;

/// What sort of chat to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PastKind {
    /// Two people.
    Direct,
    /// A group; the first member owns it.
    Group,
    /// The group of a department; `members` are its people.
    Department(Id),
    /// The group for all; `members` are everybody.
    Everyone,
}

/// A chat with its history.
#[derive(Clone, Debug)]
pub struct PastChat {
    /// What sort of chat.
    pub kind: PastKind,
    /// Its name; empty for direct chats.
    pub title: String,
    /// Its announcement; empty when there is none.
    pub announcement: String,
    /// Who owns it, if anybody does.
    pub owner: Option<Id>,
    /// Its members.
    pub members: Vec<Id>,
    /// When it was made.
    pub created_at: Millis,
    /// Its messages in order.
    pub messages: Vec<PastMessage>,
    /// For members who have not read everything: how many messages they have read.
    pub read: HashMap<Id, usize>,
}

/// A message of the past.
#[derive(Clone, Debug)]
pub struct PastMessage {
    /// Who sent it.
    pub sender: Id,
    /// When.
    pub at: Millis,
    /// Markdown with mentions as `<@ID>`.
    pub text: String,
    /// Which earlier message of the chat it answers, counted from 0.
    pub reply_to: Option<usize>,
    /// Reactions: the emoji and who.
    pub reactions: Vec<(String, Id)>,
    /// Whether it is pinned.
    pub pinned: bool,
}

/// Writes a chat with its history through the same rows and events as if it had been lived here.
pub async fn fill(core: &Core, org: Id, past: PastChat) -> Result<Id> {
    let state = ChatState::new(core.clone());
    let members = past.members.clone();
    let names: HashMap<Id, String> = core.ports.people()?.names(org, &members).await?.into_iter().collect();
    let (this, head, known) = (state.clone(), past.clone(), names.clone());
    let id =
        core.db.write(move |tx| Box::pin(async move { make(&this, tx, org, &head, &known).await })).await?;
    let mut written: Vec<Id> = Vec::with_capacity(past.messages.len());
    for chunk in past.messages.chunks(CHUNK) {
        let (this, chunk, before, names) = (state.clone(), chunk.to_vec(), written.clone(), names.clone());
        let ids = core
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let mut all = before;
                    for message in &chunk {
                        let id = post(&this, tx, org, id, message, &all, &names).await?;
                        all.push(id);
                    }
                    Ok(all)
                })
            })
            .await?;
        written = ids;
    }
    let read = past.read;
    let created = past.created_at;
    core.db
        .write(move |tx| {
            Box::pin(async move {
                let Some(chat) = store::chats::find(tx, id).await? else { return Ok(()) };
                let first = chat.last_seq - written.len() as i64;
                for user in &members {
                    let seq = read.get(user).map_or(chat.last_seq, |count| first + *count as i64);
                    store::members::read(tx, id, *user, seq, created).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(id)
}

async fn make(
    state: &ChatState,
    tx: &mut Tx,
    org: Id,
    past: &PastChat,
    names: &HashMap<Id, String>,
) -> Result<Id> {
    let kind = match past.kind {
        PastKind::Direct => ChatKind::Direct,
        PastKind::Group => ChatKind::Group,
        PastKind::Department(_) => ChatKind::Department,
        PastKind::Everyone => ChatKind::Everyone,
    };
    let mut chat = blank(state.ids.next(), org, kind, past.title.clone(), past.created_at);
    chat.owner = past.owner;
    chat.announcement.clone_from(&past.announcement);
    match (&past.kind, &past.members[..]) {
        (PastKind::Direct, [a, b]) => chat.unique_key = Some(direct_key(*a, *b)),
        (PastKind::Department(department), _) => {
            chat.department = Some(*department);
            chat.unique_key = Some(department_key(*department));
            chat.settings.who_can_add = Who::Admins;
        }
        (PastKind::Everyone, _) => {
            chat.unique_key = Some(crate::model::chat::EVERYONE_KEY.to_owned());
            chat.settings.who_can_add = Who::Admins;
            chat.settings.who_can_mention_all = Who::Admins;
        }
        _ => {}
    }
    let role = |user: &Id| if past.owner == Some(*user) { MemberRole::Owner } else { MemberRole::Member };
    let members: Vec<(Id, MemberRole)> = past.members.iter().map(|user| (*user, role(user))).collect();
    insert(state, tx, &mut chat, &members, past.owner).await?;
    if let Some(owner) = past.owner {
        let name = names.get(&owner).map_or("", String::as_str);
        emit::note(state, tx, &chat, (owner, name), SystemNote::Created, past.created_at).await?;
    }
    Ok(chat.id)
}

async fn post(
    state: &ChatState,
    tx: &mut Tx,
    org: Id,
    chat: Id,
    past: &PastMessage,
    before: &[Id],
    names: &HashMap<Id, String>,
) -> Result<Id> {
    let (seq, event_seq) =
        store::chats::next_message(tx, chat, past.at).await?.ok_or_else(kernel::Error::not_found)?;
    let named = mentions(&past.text);
    let has_link = !links(&past.text).is_empty();
    let message = Message {
        id: state.ids.next(),
        chat,
        seq,
        sender: past.sender,
        kind: MessageKind::Text,
        body: past.text.chars().take(MESSAGE_CHARS).collect(),
        mentions: named.users.into_iter().filter(|id| names.contains_key(id)).collect(),
        mentions_all: named.all,
        files: Vec::new(),
        objects: Vec::new(),
        system: None,
        reply_to: past.reply_to.and_then(|i| before.get(i).copied()),
        client_id: None,
        created_at: past.at,
        edited_at: None,
        recalled_at: None,
        recalled_by: None,
        pinned: false,
        has_reactions: false,
    };
    store::messages::insert(tx, &message).await?;
    store::mentions::insert(tx, chat, seq, &message.mentions).await?;
    if has_link {
        store::attachments::insert(tx, chat, seq, 0, AttachmentKind::Link, None, message.id).await?;
    }
    for (emoji, user) in &past.reactions {
        store::reactions::add(tx, message.id, emoji, *user, past.at).await?;
    }
    if past.pinned {
        store::messages::set_pinned(tx, message.id, true).await?;
    }
    let quoted = match message.reply_to {
        Some(id) => store::messages::find(tx, id).await?,
        None => None,
    };
    let live = view::fresh(message.clone(), names, quoted.as_ref(), Vec::new());
    emit::posted(state, tx, org, event_seq, &message, Some(&live)).await?;
    Ok(message.id)
}
