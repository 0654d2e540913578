//! Making a chat.

use contracts::chat::events;
use contracts::people::UserState;
use kernel::{Actor, Error, ErrorCode, Id, Kind, Millis, Result};
use platform_db::{Tx, UniqueExt};
use serde_json::json;

use crate::error::{
    DEPARTMENT_NOT_FOUND, DIRECT_NEEDS_ONE, MEMBERS_MISSING, NOT_FOR_KIND, NOT_IN_DEPARTMENT,
    PEOPLE_NOT_FOUND, TITLE_MISSING, TITLE_TOO_LONG, TOO_MANY_AT_ONCE,
};
use crate::model::chat::{Chat, ChatKind, ChatSettings, Who, department_key, direct_key};
use crate::model::limits::{ADD_AT_ONCE, TITLE_CHARS};
use crate::model::member::{Member, MemberRole, NotifyLevel};
use crate::model::message::SystemNote;
use crate::ops::emit;
use crate::state::ChatState;
use crate::store;

/// What is to be made.
#[derive(Clone, Debug)]
pub(crate) struct NewChat {
    pub(crate) kind: ChatKind,
    pub(crate) title: String,
    pub(crate) members: Vec<Id>,
    pub(crate) department: Option<Id>,
}

/// Another request made the only chat of this sort first. Never seen by people.
static MADE_ALREADY: ErrorCode = ErrorCode {
    id: "chat.made_already",
    kind: Kind::Conflict,
    zh: "这个会话已存在。",
    en: "This chat exists already.",
};

/// Makes a chat and returns its id; the direct chat or department group that exists already is returned as it is.
pub(crate) async fn create_chat(state: &ChatState, actor: &Actor, new: NewChat) -> Result<Id> {
    let made = make_chat(state, actor, new.clone()).await;
    match made {
        // Somebody made the same one in this moment, and it is committed by now: it is found.
        Err(error) if error.is(&MADE_ALREADY) => make_chat(state, actor, new).await,
        made => made,
    }
}

async fn make_chat(state: &ChatState, actor: &Actor, new: NewChat) -> Result<Id> {
    match new.kind {
        ChatKind::Direct => direct(state, actor, &new.members).await,
        ChatKind::Group => group(state, actor, new).await,
        ChatKind::Department => department(state, actor, new).await,
        ChatKind::Everyone => Err(Error::new(&NOT_FOR_KIND)),
    }
}

/// A chat without members, messages or settings of its own.
pub(crate) fn blank(id: Id, org: Id, kind: ChatKind, title: String, now: Millis) -> Chat {
    Chat {
        id,
        org,
        kind,
        title,
        avatar_file: None,
        announcement: String::new(),
        owner: None,
        department: None,
        unique_key: None,
        settings: ChatSettings::default(),
        last_seq: 0,
        event_seq: 0,
        last_at: now,
        members: 0,
        created_at: now,
    }
}

/// A member from the first message on.
pub(crate) fn newcomer(chat: &Chat, user: Id, role: MemberRole, now: Millis) -> Member {
    Member {
        chat: chat.id,
        user,
        role,
        joined_at: now,
        joined_seq: chat.last_seq,
        history_from: if chat.settings.history_for_new { 1 } else { chat.last_seq + 1 },
        // What was said before one joined is there to read, but not unread.
        read_seq: chat.last_seq,
        level: NotifyLevel::All,
        unmuted: NotifyLevel::All,
        pinned: false,
        draft: None,
    }
}

async fn direct(state: &ChatState, actor: &Actor, members: &[Id]) -> Result<Id> {
    let others: Vec<Id> = members.iter().copied().filter(|id| *id != actor.user).collect();
    let [peer] = others[..] else { return Err(Error::new(&DIRECT_NEEDS_ONE)) };
    known_people(state, actor.org, &[peer]).await?;
    let key = direct_key(actor.user, peer);
    let (this, who) = (state.clone(), actor.clone());
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                if let Some(chat) = store::chats::find_by_key(tx, who.org, &key).await? {
                    return Ok(chat.id);
                }
                let now = this.clock.now();
                let mut chat = blank(this.ids.next(), who.org, ChatKind::Direct, String::new(), now);
                chat.unique_key = Some(key);
                let members = [(who.user, MemberRole::Member), (peer, MemberRole::Member)];
                insert(&this, tx, &mut chat, &members, Some(who.user)).await?;
                Ok(chat.id)
            })
        })
        .await
}

async fn group(state: &ChatState, actor: &Actor, new: NewChat) -> Result<Id> {
    let title = clean_title(&new.title)?;
    let mut members: Vec<Id> = new.members.into_iter().filter(|id| *id != actor.user).collect();
    members.sort_unstable();
    members.dedup();
    if members.is_empty() {
        return Err(Error::new(&MEMBERS_MISSING));
    }
    if members.len() > ADD_AT_ONCE {
        return Err(Error::new(&TOO_MANY_AT_ONCE).with("max", ADD_AT_ONCE));
    }
    known_people(state, actor.org, &members).await?;
    let (this, who) = (state.clone(), actor.clone());
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let now = this.clock.now();
                let mut chat = blank(this.ids.next(), who.org, ChatKind::Group, title, now);
                chat.owner = Some(who.user);
                let mut all = vec![(who.user, MemberRole::Owner)];
                all.extend(members.iter().map(|id| (*id, MemberRole::Member)));
                insert(&this, tx, &mut chat, &all, Some(who.user)).await?;
                emit::note(&this, tx, &chat, (who.user, &who.name), SystemNote::Created, now).await?;
                Ok(chat.id)
            })
        })
        .await
}

async fn department(state: &ChatState, actor: &Actor, new: NewChat) -> Result<Id> {
    let missing = || Error::new(&DEPARTMENT_NOT_FOUND);
    let department = new.department.ok_or_else(missing)?;
    let people = state.ports.people()?;
    let (name, _) = people.department(actor.org, department).await?.ok_or_else(missing)?;
    let members = people.department_people(actor.org, department).await?;
    // Its members are the people of the department: nobody else could open what they made.
    if !members.contains(&actor.user) {
        return Err(Error::new(&NOT_IN_DEPARTMENT));
    }
    let key = department_key(department);
    let title = if new.title.trim().is_empty() { name } else { clean_title(&new.title)? };
    let (this, who) = (state.clone(), actor.clone());
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                if let Some(chat) = store::chats::find_by_key(tx, who.org, &key).await? {
                    return Ok(chat.id);
                }
                let now = this.clock.now();
                let mut chat = blank(this.ids.next(), who.org, ChatKind::Department, title, now);
                chat.unique_key = Some(key);
                chat.department = Some(department);
                chat.owner = Some(who.user);
                chat.settings.who_can_add = Who::Admins;
                let role = |id: &Id| if *id == who.user { MemberRole::Owner } else { MemberRole::Member };
                let all: Vec<(Id, MemberRole)> = members.iter().map(|id| (*id, role(id))).collect();
                insert(&this, tx, &mut chat, &all, Some(who.user)).await?;
                emit::note(&this, tx, &chat, (who.user, &who.name), SystemNote::Created, now).await?;
                Ok(chat.id)
            })
        })
        .await
}

/// Writes a chat with its members, and tells of it.
pub(crate) async fn insert(
    state: &ChatState,
    tx: &mut Tx,
    chat: &mut Chat,
    members: &[(Id, MemberRole)],
    by: Option<Id>,
) -> Result<()> {
    chat.members = members.len() as i64;
    // Two people who make the same direct chat at once: the second finds the first's.
    store::chats::insert(tx, chat, by).await.on_unique(&MADE_ALREADY)?;
    for (user, role) in members {
        store::members::insert(tx, &newcomer(chat, *user, *role, chat.created_at)).await?;
    }
    let id = chat.id;
    emit::event(state, tx, chat.org, id, events::CHAT_CREATED, by, json!({ "chat": id, "kind": chat.kind }))
        .await
}

/// A title as it will be stored.
pub(crate) fn clean_title(title: &str) -> Result<String> {
    let title = engine_text::clean_line(title, TITLE_CHARS)
        .map_err(|problem| Error::new(&TITLE_TOO_LONG).with("max", TITLE_CHARS).caused_by(problem))?;
    if title.is_empty() { Err(Error::new(&TITLE_MISSING)) } else { Ok(title) }
}

/// Fails unless all of these work in the organisation.
pub(crate) async fn known_people(state: &ChatState, org: Id, users: &[Id]) -> Result<()> {
    let cards = state.ports.people()?.cards(org, users).await?;
    let here = cards.iter().filter(|card| card.state != UserState::Left).count();
    if here < users.len() {
        return Err(Error::new(&PEOPLE_NOT_FOUND).with("count", users.len() - here));
    }
    Ok(())
}
