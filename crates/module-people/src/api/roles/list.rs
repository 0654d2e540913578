use axum::extract::State;
use kernel::Paged;
use platform_http::{Caller, HttpResult, Json};

use super::{RoleView, role_view};
use crate::model::limits;
use crate::state::PeopleState;
use crate::store;

/// Who holds which role: owners first
///
/// Everybody sees it: one must know whom to ask.
#[utoipa::path(
    get, path = "/roles", operation_id = "people.roles.list", tag = "people",
    responses((status = 200, body = Paged<RoleView>))
)]
pub(crate) async fn list(
    State(state): State<PeopleState>,
    caller: Caller,
) -> HttpResult<Json<Paged<RoleView>>> {
    let (org, limit) = (caller.org, limits::ROLES as i64);
    let held = state
        .read(move |tx| Box::pin(async move { Ok(store::roles::of_org(tx, org, limit).await?) }))
        .await?;
    let items = state.directory.look(org, |directory| {
        held.into_iter()
            .filter_map(|held| {
                let department = held.department.map(|place| place.id);
                role_view(directory, held.id, held.user, held.role, department)
            })
            .collect()
    });
    Ok(Json(Paged { items, next: None }))
}
