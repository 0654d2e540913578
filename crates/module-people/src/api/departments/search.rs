use axum::extract::State;
use kernel::{Page, Paged};
use platform_http::{Caller, HttpResult, Json, Query};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::api::shapes::DepartmentView;
use crate::api::view;
use crate::state::PeopleState;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Params {
    /// Part of the name, or its pinyin or initials.
    q: String,
    /// Most items in the reply; 1–200, default 50.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Find departments by name as one types, the best first
#[utoipa::path(
    get, path = "/departments/search", operation_id = "people.departments.search", tag = "people", params(Params),
    responses((status = 200, body = Paged<DepartmentView>))
)]
pub(crate) async fn search(
    State(state): State<PeopleState>,
    caller: Caller,
    Query(params): Query<Params>,
) -> HttpResult<Json<Paged<DepartmentView>>> {
    let limit = Page { limit: params.limit, cursor: None }.limit();
    let items = state.directory.look(caller.org, |directory| {
        let ids = directory.search_departments(&params.q, limit as usize);
        ids.into_iter().filter_map(|id| view::department(directory, id, true)).collect()
    });
    Ok(Json(Paged { items, next: None }))
}
