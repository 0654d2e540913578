//! Groups that follow the directory: the one for all, and those of departments; and who left, in all others.

use std::collections::HashSet;

use contracts::chat::events;
use contracts::people::UserState;
use kernel::{Id, Result};
use serde_json::json;

use crate::model::chat::{Chat, ChatKind, EVERYONE_KEY, EVERYONE_TITLE, Who};
use crate::model::member::MemberRole;
use crate::ops::create_chat::{blank, insert, newcomer};
use crate::ops::emit;
use crate::ops::remove_member::{hand_over, take_out};
use crate::state::ChatState;
use crate::store;

/// Members changed in one transaction: a large import must not hold the writer for long.
const CHUNK: usize = 500;
/// Chats read at once.
const PAGE: u32 = 100;

/// People looked at at once.
const PEOPLE: u32 = 1_000;
/// Groups that one person is taken out of in one transaction.
const GROUPS: u32 = 100;

/// Brings every group of an organisation that follows the directory to what the directory says now, makes the group for
/// all where it is missing, and takes those who left out of all groups. Takes no other input and may run at any time,
/// twice as well.
pub(crate) async fn sync_members(state: &ChatState, org: Id) -> Result<()> {
    state.ports.people()?.settle().await?;
    ensure_everyone(state, org).await?;
    follow(state, org).await?;
    part(state, org).await
}

async fn follow(state: &ChatState, org: Id) -> Result<()> {
    let mut after = Id(0);
    loop {
        let chats = state
            .db
            .read(move |tx| {
                Box::pin(async move { Ok(store::chats::following_directory(tx, org, after, PAGE).await?) })
            })
            .await?;
        let Some(last) = chats.last().map(|chat| chat.id) else { return Ok(()) };
        after = last;
        for chat in chats {
            sync(state, &chat).await?;
        }
    }
}

/// Who left is in no group any more: an import may let many leave with one event.
async fn part(state: &ChatState, org: Id) -> Result<()> {
    let people = state.ports.people()?;
    let mut after = Id(0);
    loop {
        let users = state
            .db
            .read(move |tx| {
                Box::pin(async move { Ok(store::members::in_groups(tx, org, after, PEOPLE).await?) })
            })
            .await?;
        let Some(last) = users.last().copied() else { return Ok(()) };
        after = last;
        for card in people.cards(org, &users).await?.into_iter().filter(|card| card.state == UserState::Left)
        {
            leave_groups(state, org, card.id).await?;
        }
    }
}

/// Takes somebody out of every group that does not follow the directory.
pub(crate) async fn leave_groups(state: &ChatState, org: Id, user: Id) -> Result<()> {
    while leave_some(state, org, user).await? {}
    Ok(())
}

/// Takes somebody out of some groups; whether there may be more.
async fn leave_some(state: &ChatState, org: Id, user: Id) -> Result<bool> {
    let this = state.clone();
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let ids = store::chats::plain_groups_of(tx, org, user, GROUPS).await?;
                for id in &ids {
                    store::chats::lock(tx, *id).await?;
                    if let Some(chat) = store::chats::find(tx, *id).await? {
                        take_out(&this, tx, &chat, user, None).await?;
                    }
                }
                Ok(ids.len() == GROUPS as usize)
            })
        })
        .await
}

async fn ensure_everyone(state: &ChatState, org: Id) -> Result<()> {
    let this = state.clone();
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                if store::chats::find_by_key(tx, org, EVERYONE_KEY).await?.is_some() {
                    return Ok(());
                }
                let now = this.clock.now();
                let mut chat =
                    blank(this.ids.next(), org, ChatKind::Everyone, EVERYONE_TITLE.0.to_owned(), now);
                chat.unique_key = Some(EVERYONE_KEY.to_owned());
                chat.settings.who_can_add = Who::Admins;
                chat.settings.who_can_mention_all = Who::Admins;
                insert(&this, tx, &mut chat, &[], None).await
            })
        })
        .await
}

async fn sync(state: &ChatState, chat: &Chat) -> Result<()> {
    let people = state.ports.people()?;
    let wanted: HashSet<Id> = match (chat.kind, chat.department) {
        (ChatKind::Everyone, _) => people.everyone(chat.org).await?.into_iter().collect(),
        (ChatKind::Department, Some(department)) => {
            if people.department(chat.org, department).await?.is_none() {
                return release(state, chat.id).await;
            }
            people.department_people(chat.org, department).await?.into_iter().collect()
        }
        _ => return Ok(()),
    };
    let id = chat.id;
    let present =
        state.db.read(move |tx| Box::pin(async move { Ok(store::members::ids(tx, id).await?) })).await?;
    let present: HashSet<Id> = present.into_iter().map(|(user, _)| user).collect();
    let mut come: Vec<Id> = wanted.difference(&present).copied().collect();
    let mut go: Vec<Id> = present.difference(&wanted).copied().collect();
    come.sort_unstable();
    go.sort_unstable();
    for chunk in come.chunks(CHUNK) {
        add(state, id, chunk.to_vec()).await?;
    }
    for chunk in go.chunks(CHUNK) {
        remove(state, id, chunk.to_vec()).await?;
    }
    Ok(())
}

async fn add(state: &ChatState, id: Id, users: Vec<Id>) -> Result<()> {
    let this = state.clone();
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                store::chats::lock(tx, id).await?;
                let Some(chat) = store::chats::find(tx, id).await? else { return Ok(()) };
                let now = this.clock.now();
                let mut added = Vec::with_capacity(users.len());
                for user in users {
                    if store::members::insert(tx, &newcomer(&chat, user, MemberRole::Member, now)).await? {
                        added.push(user);
                    }
                }
                if added.is_empty() {
                    return Ok(());
                }
                store::chats::count_members(tx, id, added.len() as i64).await?;
                this.access.invalidate_after(tx);
                let body = json!({ "chat": id, "users": added, "by": null });
                emit::event(&this, tx, chat.org, id, events::MEMBER_ADDED, None, body).await
            })
        })
        .await
}

async fn remove(state: &ChatState, id: Id, users: Vec<Id>) -> Result<()> {
    let this = state.clone();
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                store::chats::lock(tx, id).await?;
                for user in users {
                    // Read again each time: the owner may change with a removal.
                    let Some(chat) = store::chats::find(tx, id).await? else { return Ok(()) };
                    take_out(&this, tx, &chat, user, None).await?;
                }
                Ok(())
            })
        })
        .await
}

/// The department is gone: its group stays with the members it had, as a group like any other, which one can leave.
async fn release(state: &ChatState, id: Id) -> Result<()> {
    let this = state.clone();
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                store::chats::lock(tx, id).await?;
                let Some(mut chat) = store::chats::find(tx, id).await? else { return Ok(()) };
                store::chats::release(tx, id).await?;
                chat.kind = ChatKind::Group;
                if chat.owner.is_none() {
                    hand_over(&this, tx, &mut chat, Id(0), None).await?;
                }
                emit::changed(&this, tx, &chat, None).await
            })
        })
        .await
}
