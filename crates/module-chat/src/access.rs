//! The only road from an id to a chat or a message: whoever is not a member meets "not found".

use kernel::{Actor, Error, Id, Result};
use platform_db::Tx;

use crate::error::{ADMINS_ONLY, CHAT_NOT_FOUND, MESSAGE_NOT_FOUND, OWNER_ONLY, POSTING_RESTRICTED};
use crate::model::chat::{Chat, ChatKind, Who};
use crate::model::member::{Member, MemberRole};
use crate::model::message::Message;
use crate::store;

/// What somebody wants with a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Read it.
    Read,
    /// Post into it.
    Post,
    /// Bring people in.
    Add,
    /// Change the group, its members, or other people's messages.
    Administer,
    /// Hand it over, dissolve it, appoint admins.
    Own,
}

/// A chat seen by one of its members.
pub(crate) struct Seen {
    pub(crate) chat: Chat,
    pub(crate) me: Member,
}

impl Seen {
    /// Whether the member may do this; the reason when not.
    pub(crate) fn allows(&self, need: Need) -> Result<()> {
        let admin = self.me.role >= MemberRole::Admin;
        let by = |who: Who| admin || who == Who::All;
        let direct = self.chat.kind == ChatKind::Direct;
        match need {
            Need::Read => Ok(()),
            Need::Post if direct || by(self.chat.settings.who_can_post) => Ok(()),
            Need::Post => Err(Error::new(&POSTING_RESTRICTED)),
            Need::Add if by(self.chat.settings.who_can_add) => Ok(()),
            Need::Administer if admin => Ok(()),
            Need::Add | Need::Administer => Err(Error::new(&ADMINS_ONLY)),
            Need::Own if self.me.role == MemberRole::Owner => Ok(()),
            Need::Own => Err(Error::new(&OWNER_ONLY)),
        }
    }

    /// Whether the member may read a message at this place.
    pub(crate) fn may_read(&self, seq: i64) -> bool {
        seq >= self.me.history_from
    }
}

/// The chat, if the actor is a member and may do what is needed.
pub(crate) async fn access_chat(tx: &mut Tx, actor: &Actor, id: Id, need: Need) -> Result<Seen> {
    let Some((chat, me)) = store::chats::find_for_member(tx, actor.org, id, actor.user).await? else {
        return Err(Error::new(&CHAT_NOT_FOUND));
    };
    let seen = Seen { chat, me };
    seen.allows(need)?;
    Ok(seen)
}

/// The same for a change: the chat's row is locked before it is read, so that nobody changes it meanwhile.
pub(crate) async fn access_chat_to_change(tx: &mut Tx, actor: &Actor, id: Id, need: Need) -> Result<Seen> {
    store::chats::lock(tx, id).await?;
    access_chat(tx, actor, id, need).await
}

/// The message and its chat, if the actor may read it and do what is needed in the chat.
pub(crate) async fn access_message(
    tx: &mut Tx,
    actor: &Actor,
    id: Id,
    need: Need,
) -> Result<(Seen, Message)> {
    let not_found = || Error::new(&MESSAGE_NOT_FOUND);
    let message = store::messages::find(tx, id).await?.ok_or_else(not_found)?;
    let Some((chat, me)) = store::chats::find_for_member(tx, actor.org, message.chat, actor.user).await?
    else {
        return Err(not_found());
    };
    let seen = Seen { chat, me };
    if !seen.may_read(message.seq) {
        return Err(not_found());
    }
    seen.allows(need)?;
    Ok((seen, message))
}

/// The same for a change: the chat's row is locked before the message is read, so that nobody changes it meanwhile.
pub(crate) async fn access_message_to_change(
    tx: &mut Tx,
    actor: &Actor,
    id: Id,
    need: Need,
) -> Result<(Seen, Message)> {
    if let Some(message) = store::messages::find(tx, id).await? {
        store::chats::lock(tx, message.chat).await?;
    }
    access_message(tx, actor, id, need).await
}
