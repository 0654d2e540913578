use axum::extract::State;
use kernel::Id;
use platform_http::{Caller, HttpResult, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ops::add_members::add_members;
use crate::state::ChatState;

#[derive(Deserialize, ToSchema)]
#[schema(as = NewMembers)]
pub(crate) struct Body {
    /// People to add.
    #[serde(default)]
    #[schema(max_items = 1000)]
    users: Vec<Id>,
    /// Departments whose present people are added.
    #[serde(default)]
    departments: Vec<Id>,
}

/// How many people were added.
#[derive(Serialize, ToSchema)]
pub(crate) struct Added {
    /// Those who were not members before.
    added: usize,
}

/// Add people to a group
#[utoipa::path(
    post, path = "/chats/{id}/members", operation_id = "chat.members.add", tag = "chat",
    params(("id" = Id, Path)), request_body = Body, responses((status = 200, body = Added))
)]
pub(crate) async fn add(
    State(state): State<ChatState>,
    caller: Caller,
    Path(id): Path<Id>,
    Json(body): Json<Body>,
) -> HttpResult<Json<Added>> {
    let added = add_members(&state, &caller, id, body.users, &body.departments).await?;
    Ok(Json(Added { added }))
}
