use axum::extract::State;
use kernel::Paged;
use platform_http::{Caller, HttpResult, Json};

use crate::access::own_session;
use crate::model::limits;
use crate::model::session::Token;
use crate::state::PeopleState;
use crate::store;

/// One's own access tokens, newest first
#[utoipa::path(
    get, path = "/tokens", operation_id = "people.tokens.list", tag = "people",
    responses((status = 200, body = Paged<Token>))
)]
pub(crate) async fn list(State(state): State<PeopleState>, caller: Caller) -> HttpResult<Json<Paged<Token>>> {
    own_session(&caller)?;
    let (user, now, limit) = (caller.user, state.core.clock.now(), limits::TOKENS as i64);
    let items = state
        .read(move |tx| Box::pin(async move { Ok(store::tokens::of_user(tx, user, now, limit).await?) }))
        .await?;
    Ok(Json(Paged { items, next: None }))
}
