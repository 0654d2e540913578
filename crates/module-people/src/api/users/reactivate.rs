use axum::extract::State;
use kernel::Id;
use platform_http::{Caller, ClientIp, HttpResult, Json, Path};

use crate::api::shapes::UserView;
use crate::api::view;
use crate::by::By;
use crate::model::user::Step;
use crate::ops::change_state::change_state;
use crate::state::PeopleState;

/// Let a suspended or departed person come back
///
/// Whoever had no password yet is invited again. Fails when mobile number or e-mail address now belong to somebody else.
#[utoipa::path(
    post, path = "/users/{id}/reactivate", operation_id = "people.users.reactivate", tag = "people",
    params(("id" = Id, Path)), responses((status = 200, body = UserView))
)]
pub(crate) async fn reactivate(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Path(id): Path<Id>,
) -> HttpResult<Json<UserView>> {
    let by = By::Person(caller.0.clone(), ip);
    change_state(&state, &by, caller.org, id, Step::Reactivate).await?;
    Ok(Json(view::user(&state, &by, caller.org, id).await?))
}
