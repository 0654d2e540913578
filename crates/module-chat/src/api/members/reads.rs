use axum::extract::State;
use kernel::Id;
use platform_http::{Caller, HttpResult, Json, Path};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::{Need, access_chat};
use crate::model::limits::SMALL_CHAT;
use crate::state::ChatState;
use crate::store;

/// How far a member has read.
#[derive(Serialize, ToSchema)]
pub(crate) struct MemberRead {
    /// The member.
    user: Id,
    /// Place of the last message when the member came: no reader of it and what is before.
    joined_seq: i64,
    /// Place of the last message read.
    read_seq: i64,
}

/// Read marks of a chat.
#[derive(Serialize, ToSchema)]
pub(crate) struct MemberReads {
    /// One a member; empty in chats of more than 100, where each message is asked for its readers.
    items: Vec<MemberRead>,
}

/// How far each member of a small chat has read
#[utoipa::path(
    get, path = "/chats/{id}/reads", operation_id = "chat.members.reads", tag = "chat",
    params(("id" = Id, Path)), responses((status = 200, body = MemberReads))
)]
pub(crate) async fn reads(
    State(state): State<ChatState>,
    caller: Caller,
    Path(id): Path<Id>,
) -> HttpResult<Json<MemberReads>> {
    let actor = caller.0.clone();
    let marks = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let seen = access_chat(tx, &actor, id, Need::Read).await?;
                if seen.chat.members > SMALL_CHAT as i64 {
                    return Ok(Vec::new());
                }
                Ok(store::members::read_marks(tx, id, SMALL_CHAT as u32).await?)
            })
        })
        .await?;
    let items = marks
        .into_iter()
        .map(|(user, joined_seq, read_seq)| MemberRead { user, joined_seq, read_seq })
        .collect();
    Ok(Json(MemberReads { items }))
}
