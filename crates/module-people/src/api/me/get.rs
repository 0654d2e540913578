use axum::extract::State;
use platform_http::{Caller, ClientIp, HttpResult, Json};

use crate::api::shapes::MeView;
use crate::api::view;
use crate::by::By;
use crate::state::PeopleState;

/// Oneself: card, roles, what they allow, preferences
#[utoipa::path(
    get, path = "/me", operation_id = "people.me.get", tag = "people", responses((status = 200, body = MeView))
)]
pub(crate) async fn get(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
) -> HttpResult<Json<MeView>> {
    let by = By::Person(caller.0.clone(), ip);
    Ok(Json(view::me(&state, &by, &caller).await?))
}
