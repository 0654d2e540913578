use axum::extract::State;
use http::StatusCode;
use kernel::Id;
use platform_http::{Caller, ClientIp, HttpResult, Path};

use crate::by::By;
use crate::ops::delete_department::delete_department;
use crate::state::PeopleState;

/// Remove a department in which nobody is and below which nothing hangs
#[utoipa::path(
    delete, path = "/departments/{id}", operation_id = "people.departments.delete", tag = "people",
    params(("id" = Id, Path)), responses((status = 204))
)]
pub(crate) async fn delete(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Path(id): Path<Id>,
) -> HttpResult<StatusCode> {
    let by = By::Person(caller.0.clone(), ip);
    delete_department(&state, &by, caller.org, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
