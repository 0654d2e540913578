use axum::extract::State;
use kernel::{Error, Id, Page, Paged};
use platform_http::{Caller, HttpResult, Json, Query};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::api::shapes::DepartmentView;
use crate::api::view;
use crate::state::PeopleState;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Params {
    /// Departments directly below this one; absent for those at the top.
    parent: Option<Id>,
    /// Most items in the reply; 1–200, default 50.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next` of the page before; absent for the first page.
    cursor: Option<String>,
}

/// Departments below another, in order
#[utoipa::path(
    get, path = "/departments", operation_id = "people.departments.list", tag = "people", params(Params),
    responses((status = 200, body = Paged<DepartmentView>))
)]
pub(crate) async fn list(
    State(state): State<PeopleState>,
    caller: Caller,
    Query(params): Query<Params>,
) -> HttpResult<Json<Paged<DepartmentView>>> {
    if let Some(parent) = params.parent {
        view::department_or_404(&state, caller.org, parent)?;
    }
    let page = Page { limit: params.limit, cursor: params.cursor };
    let found = state.directory.look(caller.org, |directory| {
        let ids = directory.children(params.parent, page.cursor.as_deref(), page.limit())?;
        let items = ids.items.iter().filter_map(|id| view::department(directory, *id, true)).collect();
        Ok::<_, Error>(Paged { items, next: ids.next })
    })?;
    Ok(Json(found))
}
