use axum::extract::State;
use kernel::{Id, Millis, Paged};
use platform_http::{Caller, HttpResult, Json};
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::limits;
use crate::state::PeopleState;
use crate::store;

/// A device somebody is signed in on.
#[derive(Serialize, ToSchema)]
#[schema(as = Session)]
pub(crate) struct SessionView {
    /// The session.
    id: Id,
    /// Whether it is the one asking.
    current: bool,
    /// When it began.
    created_at: Millis,
    /// When it was last used, to within five minutes.
    seen_at: Millis,
    /// What the browser calls itself.
    agent: String,
    /// From which address it began.
    ip: String,
}

/// One's own sessions, the one used last first
#[utoipa::path(
    get, path = "/sessions", operation_id = "people.sessions.list", tag = "people",
    responses((status = 200, body = Paged<SessionView>))
)]
pub(crate) async fn list(
    State(state): State<PeopleState>,
    caller: Caller,
) -> HttpResult<Json<Paged<SessionView>>> {
    let (user, now) = (caller.user, state.core.clock.now());
    let limit = limits::SESSIONS as i64;
    let found = state
        .read(move |tx| Box::pin(async move { Ok(store::sessions::of_user(tx, user, now, limit).await?) }))
        .await?;
    let items = found
        .into_iter()
        .map(|session| SessionView {
            id: session.id,
            current: session.id == caller.session,
            created_at: session.created_at,
            seen_at: session.seen_at,
            agent: session.agent,
            ip: session.ip,
        })
        .collect();
    Ok(Json(Paged { items, next: None }))
}
