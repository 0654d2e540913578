use axum::extract::State;
use kernel::Id;
use platform_http::{Caller, ClientIp, HttpResult, Json, Path};

use crate::api::shapes::UserView;
use crate::api::view;
use crate::by::By;
use crate::model::user::Step;
use crate::ops::change_state::change_state;
use crate::state::PeopleState;

/// Suspend a person
///
/// Sessions end and live connections close at once; tokens do not work until the person is reactivated.
#[utoipa::path(
    post, path = "/users/{id}/suspend", operation_id = "people.users.suspend", tag = "people",
    params(("id" = Id, Path)), responses((status = 200, body = UserView))
)]
pub(crate) async fn suspend(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Path(id): Path<Id>,
) -> HttpResult<Json<UserView>> {
    let by = By::Person(caller.0.clone(), ip);
    change_state(&state, &by, caller.org, id, Step::Suspend).await?;
    Ok(Json(view::user(&state, &by, caller.org, id).await?))
}
