use axum::extract::State;
use kernel::Paged;
use platform_http::{Caller, HttpResult, Json};

use crate::model::attribute::{Attribute, Visibility};
use crate::state::PeopleState;
use crate::store;

/// Fields that the organisation adds to its people, in order
///
/// Administrators also see those that are visible to administrators only.
#[utoipa::path(
    get, path = "/attributes", operation_id = "people.attributes.list", tag = "people",
    responses((status = 200, body = Paged<Attribute>))
)]
pub(crate) async fn list(
    State(state): State<PeopleState>,
    caller: Caller,
) -> HttpResult<Json<Paged<Attribute>>> {
    let org = caller.org;
    let mut items =
        state.read(move |tx| Box::pin(async move { Ok(store::attributes::of_org(tx, org).await?) })).await?;
    items.retain(|attribute| caller.is_any_admin() || attribute.visible_to == Visibility::All);
    Ok(Json(Paged { items, next: None }))
}
