//! Posting a message.

use std::collections::HashMap;

use kernel::{Actor, Error, ErrorCode, Id, Kind, Result};
use platform_access::{Level, Subject};
use platform_blob::Blobs;
use platform_core::{FileInfo, FileSort};
use platform_db::{Tx, UniqueExt};

use crate::access::{Need, Seen, access_chat};
use crate::error::{
    CLIENT_ID_INVALID, EMPTY_MESSAGE, FILE_NOT_FOUND, MENTION_ALL_RESTRICTED, MESSAGE_TOO_LONG,
    REPLY_NOT_FOUND, TOO_MANY_FILES, TOO_MANY_MENTIONS,
};
use crate::model::chat::{ChatKind, Who};
use crate::model::limits::{CARDS, CLIENT_ID_CHARS, FILES, MENTIONS, MESSAGE_CHARS};
use crate::model::member::MemberRole;
use crate::model::message::{Message, MessageKind};
use crate::model::text::{self, Mentions};
use crate::ops::emit;
use crate::state::ChatState;
use crate::store;
use crate::store::attachments::AttachmentKind;
use crate::view::{self, MessageView};

/// What somebody posts.
#[derive(Clone, Debug, Default)]
pub(crate) struct NewMessage {
    pub(crate) text: String,
    /// The sender's own name for it: sent twice, it exists once.
    pub(crate) client_id: Option<String>,
    pub(crate) reply_to: Option<Id>,
    pub(crate) files: Vec<Id>,
}

/// Another request with the same `client_id` won the race; answered by reading its message. Never seen by people.
static SENT_ALREADY: ErrorCode = ErrorCode {
    id: "chat.sent_already",
    kind: Kind::Conflict,
    zh: "这条消息已发送。",
    en: "This message was sent already.",
};

/// Posts a message; the message as the sender sees it. Done twice with one `client_id` it is posted once.
pub(crate) async fn post_message(
    state: &ChatState,
    actor: &Actor,
    chat: Id,
    new: NewMessage,
) -> Result<MessageView> {
    let (body, mentions) = checked(&new.text)?;
    if new.files.len() > FILES {
        return Err(Error::new(&TOO_MANY_FILES).with("max", FILES));
    }
    if body.is_empty() && new.files.is_empty() {
        return Err(Error::new(&EMPTY_MESSAGE));
    }
    if let Some(id) = &new.client_id
        && (id.is_empty() || engine_text::clean_line(id, CLIENT_ID_CHARS).as_ref() != Ok(id))
    {
        return Err(Error::new(&CLIENT_ID_INVALID).with("max", CLIENT_ID_CHARS));
    }
    let mut named: Vec<Id> = mentions.users.iter().copied().collect();
    let mut names: HashMap<Id, String> =
        state.ports.people()?.names(actor.org, &named).await?.into_iter().collect();
    names.insert(actor.user, actor.name.clone());
    named.retain(|id| names.contains_key(id));

    let (this, who) = (state.clone(), actor.clone());
    let client_id = new.client_id.clone();
    let posted = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let seen = access_chat(tx, &who, chat, Need::Post).await?;
                if let Some(id) = &new.client_id
                    && let Some(sent) = store::messages::sent_as(tx, chat, who.user, id).await?
                {
                    return Ok(Posted::Before(Box::new(sent)));
                }
                if mentions.all {
                    may_mention_all(&seen)?;
                }
                write(&this, tx, &who, seen, new, body, (named, mentions.all), names).await.map(Posted::Now)
            })
        })
        .await;
    match posted {
        Ok(Posted::Now(view)) => Ok(*view),
        Ok(Posted::Before(message)) => reread(state, actor, *message).await,
        Err(error) if error.is(&SENT_ALREADY) => {
            let (user, client_id) = (actor.user, client_id.unwrap_or_default());
            let sent = state
                .db
                .read(move |tx| {
                    Box::pin(async move { Ok(store::messages::sent_as(tx, chat, user, &client_id).await?) })
                })
                .await?;
            reread(state, actor, sent.ok_or(error)?).await
        }
        Err(error) => Err(error),
    }
}

enum Posted {
    Now(Box<MessageView>),
    Before(Box<Message>),
}

async fn reread(state: &ChatState, actor: &Actor, message: Message) -> Result<MessageView> {
    let reader = actor.user;
    let rows = state
        .db
        .read(move |tx| Box::pin(async move { view::gather(tx, reader, vec![message]).await }))
        .await?;
    view::render(state, actor.org, rows).await?.pop().ok_or_else(Error::not_found)
}

#[expect(clippy::too_many_arguments, reason = "the parts of one message, checked by the caller")]
async fn write(
    state: &ChatState,
    tx: &mut Tx,
    actor: &Actor,
    seen: Seen,
    new: NewMessage,
    body: String,
    (named, everyone): (Vec<Id>, bool),
    mut names: HashMap<Id, String>,
) -> Result<Box<MessageView>> {
    let (chat, now) = (seen.chat.id, state.clock.now());
    let files = own_files(state, tx, actor, &new.files).await?;
    let quoted = match new.reply_to {
        Some(id) => {
            let quoted = store::messages::find(tx, id).await?;
            let quoted = quoted.filter(|quoted| quoted.chat == chat && seen.may_read(quoted.seq));
            Some(quoted.ok_or_else(|| Error::new(&REPLY_NOT_FOUND))?)
        }
        None => None,
    };
    if let Some(quoted) = &quoted
        && !names.contains_key(&quoted.sender)
        && let Some((id, name)) = state.ports.people()?.names(actor.org, &[quoted.sender]).await?.pop()
    {
        names.insert(id, name);
    }
    let mut mentioned = Vec::with_capacity(named.len());
    for user in named {
        // Naming somebody who is not here is only text: they must not learn of it.
        if user != actor.user && store::members::contains(tx, chat, user).await? {
            mentioned.push(user);
        }
    }
    let links = text::links(&body);
    let mut objects: Vec<Id> = Vec::new();
    for id in links.iter().filter_map(|link| state.access.resolve_link(link)) {
        if objects.len() < CARDS && !objects.contains(&id) {
            objects.push(id);
        }
    }
    let has_link = !links.is_empty();
    // The row of the chat is locked first: order of places is order of commits.
    let (seq, event_seq) = store::chats::next_message(tx, chat, now)
        .await?
        .ok_or_else(|| Error::new(&crate::error::CHAT_NOT_FOUND))?;
    let message = Message {
        id: state.ids.next(),
        chat,
        seq,
        sender: actor.user,
        kind: kind_of(&files),
        body,
        mentions: mentioned,
        mentions_all: everyone,
        files: files.iter().map(|file| file.id).collect(),
        objects,
        system: None,
        reply_to: quoted.as_ref().map(|quoted| quoted.id),
        client_id: new.client_id,
        created_at: now,
        edited_at: None,
        recalled_at: None,
        recalled_by: None,
        pinned: false,
        has_reactions: false,
    };
    // Only the sender's own name for it can clash: ids and places are fresh.
    store::messages::insert(tx, &message).await.on_unique(&SENT_ALREADY)?;
    store::mentions::insert(tx, chat, seq, &message.mentions).await?;
    for (place, file) in (0..).zip(&files) {
        let kind = if file.kind == FileSort::Image { AttachmentKind::Image } else { AttachmentKind::File };
        store::attachments::insert(tx, chat, seq, place, kind, Some(file.id), message.id).await?;
        share_file(state, tx, actor, chat, file.id).await?;
    }
    if has_link {
        store::attachments::insert(tx, chat, seq, FILES as i64, AttachmentKind::Link, None, message.id)
            .await?;
    }
    // What one writes one has read; and what was sent is no draft any more.
    store::members::read(tx, chat, actor.user, seq, now).await?;
    if seen.me.draft.is_some() {
        store::members::set_draft(tx, chat, actor.user, None).await?;
    }
    let view = view::fresh(message.clone(), &names, quoted.as_ref(), files);
    emit::posted(state, tx, actor.org, event_seq, &message, Some(&view)).await?;
    Ok(Box::new(view))
}

/// The text as it will be stored, and whom it names.
pub(crate) fn checked(text: &str) -> Result<(String, Mentions)> {
    let crowd = || Error::new(&TOO_MANY_MENTIONS).with("max", MENTIONS);
    let body = engine_text::clean_text(text, MESSAGE_CHARS).map_err(|problem| {
        // Thousands of names make a text too long as well; what helps is to hear of the names.
        if text::mentions(text).users.len() > MENTIONS {
            return crowd();
        }
        Error::new(&MESSAGE_TOO_LONG).with("max", MESSAGE_CHARS).caused_by(problem)
    })?;
    let mentions = text::mentions(&body);
    if mentions.users.len() > MENTIONS { Err(crowd()) } else { Ok((body, mentions)) }
}

/// Fails where this member may not name everyone.
pub(crate) fn may_mention_all(seen: &Seen) -> Result<()> {
    let allowed = seen.chat.kind == ChatKind::Direct
        || seen.me.role >= MemberRole::Admin
        || seen.chat.settings.who_can_mention_all == Who::All;
    if allowed { Ok(()) } else { Err(Error::new(&MENTION_ALL_RESTRICTED)) }
}

fn kind_of(files: &[FileInfo]) -> MessageKind {
    match files {
        [] => MessageKind::Text,
        files if files.iter().all(|file| file.kind == FileSort::Image) => MessageKind::Image,
        _ => MessageKind::File,
    }
}

/// The files to send: uploaded by the sender, or seen by the sender (passed on from another chat).
async fn own_files(state: &ChatState, tx: &mut Tx, actor: &Actor, ids: &[Id]) -> Result<Vec<FileInfo>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut files: Vec<FileInfo> = Blobs::files_in(tx, ids).await?.iter().map(FileInfo::from).collect();
    files.sort_by_key(|file| ids.iter().position(|id| *id == file.id));
    if files.len() != ids.len() {
        return Err(Error::new(&FILE_NOT_FOUND));
    }
    for file in &files {
        if state.access.level(tx, actor, file.id).await?.is_none() {
            return Err(Error::new(&FILE_NOT_FOUND));
        }
    }
    Ok(files)
}

/// Lets the members of the chat see a file posted in it.
async fn share_file(state: &ChatState, tx: &mut Tx, actor: &Actor, chat: Id, file: Id) -> Result<()> {
    if let Some(object) = state.access.object(tx, file).await? {
        state.access.grant(tx, &object, Subject::chat(chat), Level::View, Some(actor.user)).await?;
    }
    Ok(())
}
