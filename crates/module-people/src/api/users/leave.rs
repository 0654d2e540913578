use axum::extract::State;
use kernel::Id;
use platform_http::{Caller, ClientIp, HttpResult, Json, Path};

use crate::api::shapes::UserView;
use crate::api::view;
use crate::by::By;
use crate::model::user::Step;
use crate::ops::change_state::change_state;
use crate::state::PeopleState;

/// Mark a person as departed
///
/// Sessions, tokens, links and roles end; mobile number and e-mail address may be given to somebody else. What the person wrote stays, and so does the name on it.
#[utoipa::path(
    post, path = "/users/{id}/leave", operation_id = "people.users.leave", tag = "people",
    params(("id" = Id, Path)), responses((status = 200, body = UserView))
)]
pub(crate) async fn leave(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Path(id): Path<Id>,
) -> HttpResult<Json<UserView>> {
    let by = By::Person(caller.0.clone(), ip);
    change_state(&state, &by, caller.org, id, Step::Leave).await?;
    Ok(Json(view::user(&state, &by, caller.org, id).await?))
}
