//! Bringing people into a group.

use contracts::chat::events;
use kernel::{Actor, Error, Id, Result};
use serde_json::json;

use crate::access::{Need, access_chat_to_change};
use crate::error::{
    DEPARTMENT_NOT_FOUND, FOLLOWS_DIRECTORY, GROUP_FULL, MEMBERS_MISSING, NOT_FOR_KIND, TOO_MANY_AT_ONCE,
};
use crate::model::chat::ChatKind;
use crate::model::limits::{ADD_AT_ONCE, GROUP_MEMBERS};
use crate::model::member::MemberRole;
use crate::model::message::SystemNote;
use crate::ops::create_chat::{known_people, newcomer};
use crate::ops::emit;
use crate::state::ChatState;
use crate::store;

/// People named in a note; the rest is a number.
const NAMED: usize = 20;

/// Adds people, and everybody who is in these departments now; how many were not there before.
pub(crate) async fn add_members(
    state: &ChatState,
    actor: &Actor,
    id: Id,
    mut users: Vec<Id>,
    departments: &[Id],
) -> Result<usize> {
    // Whoever is not in the chat learns nothing else than that it is not found.
    let who = actor.clone();
    state
        .db
        .read(move |tx| Box::pin(async move { access_chat_to_change(tx, &who, id, Need::Read).await }))
        .await?;
    let people = state.ports.people()?;
    for department in departments {
        people.department(actor.org, *department).await?.ok_or_else(|| Error::new(&DEPARTMENT_NOT_FOUND))?;
        users.extend(people.department_people(actor.org, *department).await?);
    }
    users.sort_unstable();
    users.dedup();
    if users.is_empty() {
        return Err(Error::new(&MEMBERS_MISSING));
    }
    if users.len() > ADD_AT_ONCE {
        return Err(Error::new(&TOO_MANY_AT_ONCE).with("max", ADD_AT_ONCE));
    }
    known_people(state, actor.org, &users).await?;
    let (this, who) = (state.clone(), actor.clone());
    let added = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let seen = access_chat_to_change(tx, &who, id, Need::Read).await?;
                match seen.chat.kind {
                    ChatKind::Direct => return Err(Error::new(&NOT_FOR_KIND)),
                    ChatKind::Department | ChatKind::Everyone => return Err(Error::new(&FOLLOWS_DIRECTORY)),
                    ChatKind::Group => seen.allows(Need::Add)?,
                }
                let now = this.clock.now();
                let mut added = Vec::new();
                for user in users {
                    if store::members::insert(tx, &newcomer(&seen.chat, user, MemberRole::Member, now))
                        .await?
                    {
                        added.push(user);
                    }
                }
                if added.is_empty() {
                    return Ok(0);
                }
                if seen.chat.members + added.len() as i64 > GROUP_MEMBERS {
                    return Err(Error::new(&GROUP_FULL).with("max", GROUP_MEMBERS));
                }
                store::chats::count_members(tx, id, added.len() as i64).await?;
                this.access.invalidate_after(tx);
                let body = json!({ "chat": id, "users": added, "by": who.user });
                emit::event(&this, tx, who.org, id, events::MEMBER_ADDED, Some(who.user), body).await?;
                let (count, mut users) = (added.len(), added);
                users.truncate(NAMED);
                let note = SystemNote::Added { users, count };
                emit::note(&this, tx, &seen.chat, (who.user, &who.name), note, now).await?;
                Ok(count)
            })
        })
        .await?;
    Ok(added)
}
