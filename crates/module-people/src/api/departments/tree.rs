use axum::extract::State;
use kernel::{Error, Paged};
use platform_http::{Caller, HttpResult, Json, Query};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::api::shapes::DepartmentView;
use crate::api::view;
use crate::model::limits;
use crate::state::PeopleState;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Params {
    /// `next` of the page before; absent for the first page.
    cursor: Option<String>,
}

/// The whole tree from top to bottom, without heads
///
/// Up to 5,000 departments in a reply.
#[utoipa::path(
    get, path = "/departments/tree", operation_id = "people.departments.tree", tag = "people", params(Params),
    responses((status = 200, body = Paged<DepartmentView>))
)]
pub(crate) async fn tree(
    State(state): State<PeopleState>,
    caller: Caller,
    Query(params): Query<Params>,
) -> HttpResult<Json<Paged<DepartmentView>>> {
    let found = state.directory.look(caller.org, |directory| {
        let ids = directory.tree(params.cursor.as_deref(), limits::TREE_PAGE as u32)?;
        let items = ids.items.iter().filter_map(|id| view::department(directory, *id, false)).collect();
        Ok::<_, Error>(Paged { items, next: ids.next })
    })?;
    Ok(Json(found))
}
