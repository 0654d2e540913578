use axum::extract::State;
use contracts::people::UserCard;
use kernel::{Error, Id, Page, Paged};
use platform_http::{Caller, HttpResult, Json, Path, Query};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::api::view;
use crate::state::PeopleState;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Params {
    /// Also those of the departments below, from top to bottom.
    #[serde(default)]
    deep: bool,
    /// Most items in the reply; 1–200, default 50.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next` of the page before; absent for the first page.
    cursor: Option<String>,
}

/// People of a department: heads first, then by their order in it, then by name
#[utoipa::path(
    get, path = "/departments/{id}/members", operation_id = "people.departments.members", tag = "people",
    params(("id" = Id, Path), Params), responses((status = 200, body = Paged<UserCard>))
)]
pub(crate) async fn members(
    State(state): State<PeopleState>,
    caller: Caller,
    Path(id): Path<Id>,
    Query(params): Query<Params>,
) -> HttpResult<Json<Paged<UserCard>>> {
    view::department_or_404(&state, caller.org, id)?;
    let page = Page { limit: params.limit, cursor: params.cursor };
    let found = state.directory.look(caller.org, |directory| {
        let ids = directory.members(id, params.deep, page.cursor.as_deref(), page.limit())?;
        let items = ids.items.iter().filter_map(|id| directory.card(*id)).collect();
        Ok::<_, Error>(Paged { items, next: ids.next })
    })?;
    Ok(Json(found))
}
