use axum::extract::State;
use kernel::Id;
use platform_http::{Caller, ClientIp, HttpResult, Json, Path};

use crate::api::shapes::UserView;
use crate::api::view;
use crate::by::By;
use crate::state::PeopleState;

/// A person in full
#[utoipa::path(
    get, path = "/users/{id}", operation_id = "people.users.get", tag = "people", params(("id" = Id, Path)),
    responses((status = 200, body = UserView))
)]
pub(crate) async fn get(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Path(id): Path<Id>,
) -> HttpResult<Json<UserView>> {
    let by = By::Person(caller.0.clone(), ip);
    Ok(Json(view::user(&state, &by, caller.org, id).await?))
}
