use axum::extract::State;
use http::StatusCode;
use kernel::{Error, Id, Role};
use platform_http::{Caller, ClientIp, HttpResult, Json};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{RoleView, role_view};
use crate::by::By;
use crate::error::USER_NOT_FOUND;
use crate::ops::grant_role::grant_role;
use crate::state::PeopleState;

#[derive(Deserialize, ToSchema)]
#[schema(as = NewRoleGrant)]
pub(crate) struct Body {
    /// Who is to hold it.
    user: Id,
    /// Which role.
    role: Role,
    /// For an admin: the department it is limited to, with those below it.
    #[serde(default)]
    department: Option<Id>,
}

/// Give a role
///
/// Owners give any role, administrators of the whole organisation that of an administrator of a department.
#[utoipa::path(
    post, path = "/roles", operation_id = "people.roles.grant", tag = "people", request_body = Body,
    responses((status = 201, body = RoleView))
)]
pub(crate) async fn grant(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Json(body): Json<Body>,
) -> HttpResult<(StatusCode, Json<RoleView>)> {
    let by = By::Person(caller.0.clone(), ip);
    let id = grant_role(&state, &by, caller.org, body.user, body.role, body.department).await?;
    let view = state
        .directory
        .look(caller.org, |directory| role_view(directory, id, body.user, body.role, body.department));
    Ok((StatusCode::CREATED, Json(view.ok_or_else(|| Error::new(&USER_NOT_FOUND))?)))
}
