use axum::extract::State;
use kernel::Id;
use platform_http::{Caller, HttpResult, Json, Path};

use crate::api::shapes::DepartmentView;
use crate::api::view;
use crate::state::PeopleState;

/// A department
#[utoipa::path(
    get, path = "/departments/{id}", operation_id = "people.departments.get", tag = "people",
    params(("id" = Id, Path)), responses((status = 200, body = DepartmentView))
)]
pub(crate) async fn get(
    State(state): State<PeopleState>,
    caller: Caller,
    Path(id): Path<Id>,
) -> HttpResult<Json<DepartmentView>> {
    Ok(Json(view::department_or_404(&state, caller.org, id)?))
}
