use std::collections::HashMap;

use axum::extract::State;
use contracts::people::UserCard;
use kernel::{Error, Id, Millis, Page, Paged};
use platform_http::error::MALFORMED;
use platform_http::{Caller, HttpResult, Json, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::{Need, access_chat};
use crate::model::member::{Member, MemberRole};
use crate::state::ChatState;
use crate::store;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Params {
    /// Name, pinyin, title, …: the best first. Without it all, owner and admins first.
    q: Option<String>,
    /// Most items in the reply; 1–200, default 50.
    limit: Option<u32>,
    /// `next` of the page before; absent for the first page.
    cursor: Option<String>,
}

/// A member of a chat.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChatMember {
    /// The person.
    user: UserCard,
    /// Role in the chat.
    role: MemberRole,
    /// When the person joined.
    joined_at: Millis,
    /// Place of the last message the person has read.
    read_seq: i64,
}

/// Members of a chat
#[utoipa::path(
    get, path = "/chats/{id}/members", operation_id = "chat.members.list", tag = "chat",
    params(("id" = Id, Path), Params), responses((status = 200, body = Paged<ChatMember>))
)]
pub(crate) async fn list(
    State(state): State<ChatState>,
    caller: Caller,
    Path(id): Path<Id>,
    Query(params): Query<Params>,
) -> HttpResult<Json<Paged<ChatMember>>> {
    let page = Page { limit: params.limit, cursor: params.cursor };
    let limit = page.limit();
    let actor = caller.0.clone();
    if let Some(text) = params.q.filter(|text| !text.trim().is_empty()) {
        state
            .db
            .read(move |tx| Box::pin(async move { access_chat(tx, &actor, id, Need::Read).await }))
            .await?;
        let within = state.audience(id).await?.ids;
        let cards = state.ports.people()?.search(&caller, &text, Some(&within), limit).await?;
        let ids: Vec<Id> = cards.iter().map(|card| card.id).collect();
        let members = state
            .db
            .read(move |tx| Box::pin(async move { Ok(store::members::among(tx, id, &ids).await?) }))
            .await?;
        return Ok(Json(Paged { items: join(members, cards), next: None }));
    }
    let after = page.cursor.as_deref().map(parse).transpose()?;
    let members = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                access_chat(tx, &actor, id, Need::Read).await?;
                Ok(store::members::page(tx, id, after, limit + 1).await?)
            })
        })
        .await?;
    let found = Paged::from_surplus(members, limit, |member| {
        format!("{}.{}.{}", rank(member.role), member.joined_at.0, member.user)
    });
    let ids: Vec<Id> = found.items.iter().map(|member| member.user).collect();
    let cards = state.ports.people()?.cards(caller.org, &ids).await?;
    Ok(Json(Paged { items: join(found.items, cards), next: found.next }))
}

fn rank(role: MemberRole) -> i64 {
    match role {
        MemberRole::Owner => 0,
        MemberRole::Admin => 1,
        MemberRole::Member => 2,
    }
}

fn join(members: Vec<Member>, cards: Vec<UserCard>) -> Vec<ChatMember> {
    let mut members: HashMap<Id, Member> = members.into_iter().map(|member| (member.user, member)).collect();
    cards
        .into_iter()
        .filter_map(|user| {
            let member = members.remove(&user.id)?;
            Some(ChatMember {
                user,
                role: member.role,
                joined_at: member.joined_at,
                read_seq: member.read_seq,
            })
        })
        .collect()
}

fn parse(cursor: &str) -> kernel::Result<(i64, Millis, Id)> {
    let mut parts = cursor.split('.');
    let mut read = || {
        let rank = parts.next()?.parse().ok()?;
        let joined_at = Millis(parts.next()?.parse().ok()?);
        Some((rank, joined_at, parts.next()?.parse().ok()?))
    };
    read().ok_or_else(|| Error::new(&MALFORMED).with("reason", "cursor"))
}
