use axum::extract::State;
use kernel::Id;
use platform_http::{Caller, ClientIp, HttpResult, Json, Path};
use serde::Deserialize;
use utoipa::ToSchema;

use super::heads;
use crate::api::shapes::{DepartmentView, present};
use crate::api::view;
use crate::by::By;
use crate::model::department::name;
use crate::model::text::Faults;
use crate::ops::update_department::{DepartmentChange, update_department};
use crate::state::PeopleState;

/// What is absent stays.
#[derive(Deserialize, ToSchema)]
#[schema(as = DepartmentPatch)]
pub(crate) struct Body {
    /// Name.
    #[serde(default)]
    #[schema(max_length = 100)]
    name: Option<String>,
    /// What it shall hang below; null moves it to the top.
    #[serde(default, deserialize_with = "present")]
    parent: Option<Option<Id>>,
    /// Place beside the others: lower first.
    #[serde(default)]
    order: Option<i64>,
    /// The department below the same parent that it shall stand before; null puts it behind all. The others are numbered
    /// anew.
    #[serde(default, deserialize_with = "present")]
    before: Option<Option<Id>>,
    /// Everybody who heads it; whoever was not a member becomes one.
    #[serde(default)]
    #[schema(max_items = 20)]
    heads: Option<Vec<Id>>,
}

/// Rename, move or reorder a department, or say who heads it
///
/// For its administrators; moving needs those of both places.
#[utoipa::path(
    patch, path = "/departments/{id}", operation_id = "people.departments.update", tag = "people",
    params(("id" = Id, Path)), request_body = Body, responses((status = 200, body = DepartmentView))
)]
pub(crate) async fn update(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Path(id): Path<Id>,
    Json(body): Json<Body>,
) -> HttpResult<Json<DepartmentView>> {
    let mut faults = Faults::default();
    let change = DepartmentChange {
        name: body.name.and_then(|text| faults.take("name", name(&text))),
        parent: body.parent,
        position: body.order,
        before: body.before,
        heads: body.heads.map(|ids| heads(ids, &mut faults)),
    };
    faults.done()?;
    let by = By::Person(caller.0.clone(), ip);
    update_department(&state, &by, caller.org, id, change).await?;
    Ok(Json(view::department_or_404(&state, caller.org, id)?))
}
