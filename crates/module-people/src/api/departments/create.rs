use axum::extract::State;
use http::StatusCode;
use kernel::Id;
use platform_http::{Caller, ClientIp, HttpResult, Json};
use serde::Deserialize;
use utoipa::ToSchema;

use super::heads;
use crate::api::shapes::DepartmentView;
use crate::api::view;
use crate::by::By;
use crate::model::department::name;
use crate::model::text::{Faults, field_error};
use crate::ops::create_department::{NewDepartment, create_department};
use crate::state::PeopleState;

#[derive(Deserialize, ToSchema)]
#[schema(as = NewDepartment)]
pub(crate) struct Body {
    /// Name; at most 100 characters, no slash. Beside it no department has the same.
    #[schema(max_length = 100)]
    name: String,
    /// What it hangs below; null or absent puts it at the top.
    #[serde(default)]
    parent: Option<Id>,
    /// Place beside the others: lower first; behind all of them when absent.
    #[serde(default)]
    order: Option<i64>,
    /// Who heads it; they become members.
    #[serde(default)]
    #[schema(max_items = 20)]
    heads: Vec<Id>,
}

/// Add a department
///
/// For administrators of what it hangs below; at the top, of the whole organisation. At most 32 levels.
#[utoipa::path(
    post, path = "/departments", operation_id = "people.departments.create", tag = "people", request_body = Body,
    responses((status = 201, body = DepartmentView))
)]
pub(crate) async fn create(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Json(body): Json<Body>,
) -> HttpResult<(StatusCode, Json<DepartmentView>)> {
    let name = name(&body.name).map_err(|fault| field_error("name", fault))?;
    let mut faults = Faults::default();
    let heads = heads(body.heads, &mut faults);
    faults.done()?;
    let new = NewDepartment { name, parent: body.parent, position: body.order, heads };
    let by = By::Person(caller.0.clone(), ip);
    let id = create_department(&state, &by, caller.org, new).await?;
    Ok((StatusCode::CREATED, Json(view::department_or_404(&state, caller.org, id)?)))
}
