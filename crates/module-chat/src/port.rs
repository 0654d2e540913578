//! What chats answer for other modules.

use async_trait::async_trait;
use contracts::chat::Chats;
use kernel::{Actor, Id, Locale, Result};
use platform_access::{ObjectCard, ObjectKind, SubjectKind, SubjectResolver};
use platform_db::{BoxFuture, Tx};

use crate::state::ChatState;
use crate::store;

#[async_trait]
impl Chats for ChatState {
    async fn recent_contacts(&self, org: Id, user: Id, limit: u32) -> Result<Vec<Id>> {
        let chats = self
            .db
            .read(move |tx| {
                Box::pin(async move { Ok(store::chats::recent_direct(tx, org, user, limit).await?) })
            })
            .await?;
        Ok(chats.iter().filter_map(|chat| chat.peer_of(user)).collect())
    }
}

/// Answers who is a member of a chat, for grants to chats.
pub(crate) struct Members;

impl SubjectResolver for Members {
    fn kind(&self) -> SubjectKind {
        SubjectKind::Chat
    }

    fn contains<'t>(&'t self, tx: &'t mut Tx, chat: Id, user: Id, object: Id) -> BoxFuture<'t, Result<bool>> {
        Box::pin(async move {
            if !store::members::contains(tx, chat, user).await? {
                return Ok(false);
            }
            let from = store::members::history_from(tx, chat, user).await?.unwrap_or(i64::MAX);
            if from <= 1 {
                return Ok(true);
            }
            // What was posted only before they may read is not theirs; what was not posted is the chat's own.
            match store::attachments::last_posted(tx, chat, object).await? {
                Some(seq) if seq < from => {
                    let chat = store::chats::find(tx, chat).await?;
                    Ok(chat.is_some_and(|chat| chat.avatar_file == Some(object)))
                }
                _ => Ok(true),
            }
        })
    }

    fn name<'t>(&'t self, tx: &'t mut Tx, chat: Id, locale: Locale) -> BoxFuture<'t, Result<Option<String>>> {
        Box::pin(async move {
            let chat = store::chats::find(tx, chat).await?;
            Ok(chat.map(|chat| {
                if chat.title.is_empty() {
                    locale.pick("单聊", "Direct chat").to_owned()
                } else {
                    chat.title
                }
            }))
        })
    }

    fn changed_by(&self) -> &'static [&'static str] {
        &["chat.member.", "chat.chat.dissolved"]
    }
}

/// Chats as objects: a pasted link shows the name to its members.
pub(crate) fn object_kind(state: ChatState) -> ObjectKind {
    let route = |id: Id| format!("/chat/{id}");
    ObjectKind::new(
        contracts::chat::objects::CHAT,
        "message-circle",
        ("会话", "Chat"),
        route,
        move |actor, ids| {
            let state = state.clone();
            Box::pin(async move { cards(&state, actor, ids).await })
        },
    )
    .because("会话的成员", "A member of the chat")
}

async fn cards(state: &ChatState, actor: &Actor, ids: Vec<Id>) -> Result<Vec<ObjectCard>> {
    let (org, user) = (actor.org, actor.user);
    let found = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let mut found = Vec::new();
                for id in ids {
                    found.extend(store::chats::find_for_member(tx, org, id, user).await?);
                }
                Ok(found)
            })
        })
        .await?;
    let Some(kind) = state.access.kind(contracts::chat::objects::CHAT) else { return Ok(Vec::new()) };
    let views = crate::view::chats(state, actor, found).await?;
    Ok(views
        .into_iter()
        .map(|chat| {
            let mut card = kind.plain_card(chat.id, chat.title);
            let count = chat.members;
            card.subtitle = Some(actor.locale.pick(format!("{count} 人"), format!("{count} members")));
            card
        })
        .collect())
}
