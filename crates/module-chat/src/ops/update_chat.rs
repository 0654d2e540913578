//! Changing a chat's title, picture, announcement or settings.

use kernel::{Actor, Error, Id, Result};
use platform_access::{Level, Subject};
use platform_blob::{Blobs, FileKind};

use crate::access::{Need, access_chat_to_change};
use crate::error::{ANNOUNCEMENT_TOO_LONG, FILE_NOT_FOUND, NOT_FOR_KIND};
use crate::model::chat::{ChatKind, ChatSettings};
use crate::model::limits::ANNOUNCEMENT_CHARS;
use crate::model::message::SystemNote;
use crate::ops::create_chat::clean_title;
use crate::ops::emit;
use crate::state::ChatState;
use crate::store;

/// What changes; `None` stays.
#[derive(Clone, Debug, Default)]
pub(crate) struct ChatChange {
    pub(crate) title: Option<String>,
    pub(crate) avatar_file: Option<Id>,
    pub(crate) announcement: Option<String>,
    pub(crate) settings: Option<ChatSettings>,
}

/// Writes the change, and leaves a note of it in the chat.
pub(crate) async fn update_chat(state: &ChatState, actor: &Actor, id: Id, change: ChatChange) -> Result<()> {
    let title = change.title.as_deref().map(clean_title).transpose()?;
    let announcement = change
        .announcement
        .as_deref()
        .map(|text| engine_text::clean_text(text, ANNOUNCEMENT_CHARS))
        .transpose()
        .map_err(|problem| {
            Error::new(&ANNOUNCEMENT_TOO_LONG).with("max", ANNOUNCEMENT_CHARS).caused_by(problem)
        })?;
    let (this, who) = (state.clone(), actor.clone());
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let mut chat = access_chat_to_change(tx, &who, id, Need::Administer).await?.chat;
                if chat.kind == ChatKind::Direct {
                    return Err(Error::new(&NOT_FOR_KIND));
                }
                let now = this.clock.now();
                let mut replaced = None;
                let by = (who.user, who.name.as_str());
                let renamed = title.filter(|title| title != chat.title_in(who.locale));
                let announced = announcement.filter(|text| *text != chat.announcement);
                if let Some(file) = change.avatar_file {
                    let info = Blobs::files_in(tx, &[file]).await?.pop();
                    let picture = info.is_some_and(|file| file.kind == FileKind::Image);
                    let object = this.access.object(tx, file).await?.filter(|_| picture);
                    let object = object.ok_or_else(|| Error::new(&FILE_NOT_FOUND))?;
                    this.access.require(tx, &who, file, Level::View).await?;
                    this.access.grant(tx, &object, Subject::chat(id), Level::View, Some(who.user)).await?;
                    replaced = chat.avatar_file.replace(file).filter(|before| *before != file);
                }
                chat.settings = change.settings.unwrap_or(chat.settings);
                chat.title = renamed.clone().unwrap_or(chat.title);
                chat.announcement = announced.clone().unwrap_or(chat.announcement);
                store::chats::update(tx, &chat).await?;
                if let Some(before) = replaced
                    && store::attachments::last_posted(tx, id, before).await?.is_none()
                    && let Some(object) = this.access.object(tx, before).await?
                {
                    this.access.revoke(tx, &object, Subject::chat(id), Some(who.user)).await?;
                    this.discard_file(tx, before).await?;
                }
                if let Some(title) = renamed {
                    emit::note(&this, tx, &chat, by, SystemNote::Renamed { title }, now).await?;
                }
                if announced.is_some_and(|text| !text.is_empty()) {
                    emit::note(&this, tx, &chat, by, SystemNote::Announced, now).await?;
                }
                emit::changed(&this, tx, &chat, Some(who.user)).await
            })
        })
        .await
}
