//! Making a member an admin of the group, or a member again.

use contracts::chat::events;
use kernel::{Actor, Error, Id, Result};
use serde_json::json;

use crate::access::{Need, access_chat_to_change};
use crate::error::{MEMBER_NOT_FOUND, NOT_FOR_KIND, OWNER_STAYS};
use crate::model::chat::ChatKind;
use crate::model::member::MemberRole;
use crate::ops::emit;
use crate::state::ChatState;
use crate::store;

/// Sets a member's role; the owner's changes by handing over only. In groups without an owner (the one for all) the
/// organisation's admins appoint.
pub(crate) async fn change_member(
    state: &ChatState,
    actor: &Actor,
    id: Id,
    user: Id,
    role: MemberRole,
) -> Result<()> {
    let (this, who) = (state.clone(), actor.clone());
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let seen = access_chat_to_change(tx, &who, id, Need::Read).await?;
                if seen.chat.kind == ChatKind::Direct || role == MemberRole::Owner {
                    return Err(Error::new(&NOT_FOR_KIND));
                }
                if !(seen.chat.kind.follows_directory() && who.is_org_admin()) {
                    seen.allows(Need::Own)?;
                }
                let member = store::members::find(tx, id, user).await?;
                let member = member.ok_or_else(|| Error::new(&MEMBER_NOT_FOUND))?;
                if member.role == MemberRole::Owner {
                    return Err(Error::new(&OWNER_STAYS));
                }
                if member.role == role {
                    return Ok(());
                }
                store::members::set_role(tx, id, user, role).await?;
                let body = json!({ "chat": id, "user": user, "role": role, "by": who.user });
                emit::event(&this, tx, who.org, id, events::MEMBER_CHANGED, Some(who.user), body).await
            })
        })
        .await
}
