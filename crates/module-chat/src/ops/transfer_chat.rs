//! Handing a group over.

use contracts::chat::events;
use kernel::{Actor, Error, Id, Result};
use serde_json::json;

use crate::access::{Need, access_chat_to_change};
use crate::error::{MEMBER_NOT_FOUND, NOT_FOR_KIND};
use crate::model::chat::ChatKind;
use crate::model::member::MemberRole;
use crate::model::message::SystemNote;
use crate::ops::emit;
use crate::state::ChatState;
use crate::store;

/// Makes another member the owner; the owner before stays as an admin.
pub(crate) async fn transfer_chat(state: &ChatState, actor: &Actor, id: Id, user: Id) -> Result<()> {
    let (this, who) = (state.clone(), actor.clone());
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let seen = access_chat_to_change(tx, &who, id, Need::Read).await?;
                if matches!(seen.chat.kind, ChatKind::Direct | ChatKind::Everyone) {
                    return Err(Error::new(&NOT_FOR_KIND));
                }
                seen.allows(Need::Own)?;
                store::members::find(tx, id, user).await?.ok_or_else(|| Error::new(&MEMBER_NOT_FOUND))?;
                if user == who.user {
                    return Ok(());
                }
                let mut chat = seen.chat;
                chat.owner = Some(user);
                store::chats::update(tx, &chat).await?;
                store::members::set_role(tx, id, who.user, MemberRole::Admin).await?;
                store::members::set_role(tx, id, user, MemberRole::Owner).await?;
                for (user, role) in [(who.user, MemberRole::Admin), (user, MemberRole::Owner)] {
                    let body = json!({ "chat": id, "user": user, "role": role, "by": who.user });
                    emit::event(&this, tx, who.org, id, events::MEMBER_CHANGED, Some(who.user), body).await?;
                }
                let note = SystemNote::Transferred { user };
                emit::note(&this, tx, &chat, (who.user, &who.name), note, this.clock.now()).await
            })
        })
        .await
}
