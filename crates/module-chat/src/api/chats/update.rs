use axum::extract::State;
use kernel::Id;
use platform_http::{Caller, HttpResult, Json, Path};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::model::chat::ChatSettings;
use crate::ops::update_chat::{ChatChange, update_chat};
use crate::state::ChatState;
use crate::view::ChatView;

#[derive(Deserialize, ToSchema)]
#[schema(as = ChatChange)]
pub(crate) struct Body {
    /// New name.
    #[schema(max_length = 60)]
    title: Option<String>,
    /// An uploaded picture.
    avatar_file: Option<Id>,
    /// New announcement; empty takes it down.
    #[schema(max_length = 2000)]
    announcement: Option<String>,
    /// New settings, all of them.
    settings: Option<ChatSettings>,
}

/// Change a group
///
/// For the owner and the admins of the group. What is absent stays.
#[utoipa::path(
    patch, path = "/chats/{id}", operation_id = "chat.chats.update", tag = "chat", params(("id" = Id, Path)),
    request_body = Body, responses((status = 200, body = ChatView))
)]
pub(crate) async fn update(
    State(state): State<ChatState>,
    caller: Caller,
    Path(id): Path<Id>,
    Json(body): Json<Body>,
) -> HttpResult<Json<ChatView>> {
    let change = ChatChange {
        title: body.title,
        avatar_file: body.avatar_file,
        announcement: body.announcement,
        settings: body.settings,
    };
    update_chat(&state, &caller, id, change).await?;
    super::get::get(State(state), caller, Path(id)).await
}
