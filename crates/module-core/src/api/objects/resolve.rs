use axum::extract::State;
use kernel::Error;
use platform_access::ObjectCard;
use platform_core::Core;
use platform_http::{Caller, HttpResult, Json, Query};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Params {
    /// `/o/<id>`, or an address of this office with that path.
    url: String,
}

/// The card of the object that a link leads to
#[utoipa::path(
    get, path = "/objects/resolve", operation_id = "core.objects.resolve", tag = "core", params(Params),
    responses((status = 200, body = ObjectCard))
)]
pub(crate) async fn resolve(
    State(core): State<Core>,
    caller: Caller,
    Query(params): Query<Params>,
) -> HttpResult<Json<ObjectCard>> {
    let id = core.access.resolve_link(&params.url).ok_or_else(Error::not_found)?;
    let card = core.access.cards(&core.db, &caller, &[id]).await?.pop().ok_or_else(Error::not_found)?;
    Ok(Json(card))
}
