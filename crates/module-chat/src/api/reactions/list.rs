use axum::extract::State;
use contracts::people::UserCard;
use kernel::{Id, Page, Paged};
use platform_http::{Caller, HttpResult, Json, Path, Query};

use crate::access::{Need, access_message};
use crate::ops::react::canonical;
use crate::state::ChatState;
use crate::store;

/// Who reacted with an emoji
#[utoipa::path(
    get, path = "/messages/{id}/reactions/{emoji}", operation_id = "chat.reactions.list", tag = "chat",
    params(("id" = Id, Path), ("emoji" = String, Path), Page), responses((status = 200, body = Paged<UserCard>))
)]
pub(crate) async fn list(
    State(state): State<ChatState>,
    caller: Caller,
    Path((id, emoji)): Path<(Id, String)>,
    Query(page): Query<Page>,
) -> HttpResult<Json<Paged<UserCard>>> {
    let limit = page.limit();
    let after = page.cursor.and_then(|cursor| cursor.parse().ok()).unwrap_or(Id(0));
    let emoji = canonical(&emoji)?;
    let actor = caller.0.clone();
    let ids = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                access_message(tx, &actor, id, Need::Read).await?;
                Ok(store::reactions::users(tx, id, emoji, after, limit + 1).await?)
            })
        })
        .await?;
    let found = Paged::from_surplus(ids, limit, ToString::to_string);
    let items = state.ports.people()?.cards(caller.org, &found.items).await?;
    Ok(Json(Paged { items, next: found.next }))
}
