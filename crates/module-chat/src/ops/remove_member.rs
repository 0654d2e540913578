//! Removing a member, or leaving.

use contracts::chat::events;
use kernel::{Actor, Error, Id, Result};
use platform_db::Tx;
use serde_json::json;

use crate::access::{Need, access_chat_to_change};
use crate::error::{ADMINS_ONLY, FOLLOWS_DIRECTORY, MEMBER_NOT_FOUND, NOT_FOR_KIND, OWNER_STAYS};
use crate::model::chat::{Chat, ChatKind};
use crate::model::member::MemberRole;
use crate::model::message::SystemNote;
use crate::ops::emit;
use crate::state::ChatState;
use crate::store;

/// Removes a member; oneself is leaving. An owner who leaves hands over to the admin, else the member, longest here.
pub(crate) async fn remove_member(state: &ChatState, actor: &Actor, id: Id, user: Id) -> Result<()> {
    let (this, who) = (state.clone(), actor.clone());
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let seen = access_chat_to_change(tx, &who, id, Need::Read).await?;
                match seen.chat.kind {
                    ChatKind::Direct => return Err(Error::new(&NOT_FOR_KIND)),
                    ChatKind::Department | ChatKind::Everyone => return Err(Error::new(&FOLLOWS_DIRECTORY)),
                    ChatKind::Group => {}
                }
                let now = this.clock.now();
                let by = (who.user, who.name.as_str());
                if user == who.user {
                    emit::note(&this, tx, &seen.chat, by, SystemNote::Left { user }, now).await?;
                } else {
                    seen.allows(Need::Administer)?;
                    let member = store::members::find(tx, id, user).await?;
                    let member = member.ok_or_else(|| Error::new(&MEMBER_NOT_FOUND))?;
                    if member.role == MemberRole::Owner {
                        return Err(Error::new(&OWNER_STAYS));
                    }
                    if member.role >= seen.me.role {
                        return Err(Error::new(&ADMINS_ONLY));
                    }
                    emit::note(&this, tx, &seen.chat, by, SystemNote::Removed { user }, now).await?;
                }
                take_out(&this, tx, &seen.chat, user, Some(who.user)).await
            })
        })
        .await
}

/// Takes somebody out of a chat, with a new owner where the old one goes, and tells of it.
pub(crate) async fn take_out(
    state: &ChatState,
    tx: &mut Tx,
    chat: &Chat,
    user: Id,
    by: Option<Id>,
) -> Result<()> {
    let id = chat.id;
    if chat.owner == Some(user) {
        hand_over(state, tx, &mut chat.clone(), user, by).await?;
    }
    if store::members::remove(tx, id, user).await? {
        store::chats::count_members(tx, id, -1).await?;
        state.access.invalidate_after(tx);
        let body = json!({ "chat": id, "users": [user], "by": by });
        emit::event(state, tx, chat.org, id, events::MEMBER_REMOVED, by, body).await?;
    }
    Ok(())
}

/// Makes the admin, else the member, who is longest here the owner: not `except`.
pub(crate) async fn hand_over(
    state: &ChatState,
    tx: &mut Tx,
    chat: &mut Chat,
    except: Id,
    by: Option<Id>,
) -> Result<()> {
    chat.owner = store::members::heir(tx, chat.id, except).await?;
    store::chats::update(tx, chat).await?;
    let Some(heir) = chat.owner else { return Ok(()) };
    store::members::set_role(tx, chat.id, heir, MemberRole::Owner).await?;
    let body = json!({ "chat": chat.id, "user": heir, "role": MemberRole::Owner, "by": by });
    emit::event(state, tx, chat.org, chat.id, events::MEMBER_CHANGED, by, body).await
}
