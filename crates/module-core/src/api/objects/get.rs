use axum::extract::State;
use kernel::{Error, Id};
use platform_access::ObjectCard;
use platform_core::Core;
use platform_http::{Caller, HttpResult, Json, Path};

/// The card of an object: what a pasted link shows
#[utoipa::path(
    get, path = "/objects/{id}", operation_id = "core.objects.get", tag = "core", params(("id" = Id, Path)),
    responses((status = 200, body = ObjectCard))
)]
pub(crate) async fn get(
    State(core): State<Core>,
    caller: Caller,
    Path(id): Path<Id>,
) -> HttpResult<Json<ObjectCard>> {
    let card = core.access.cards(&core.db, &caller, &[id]).await?.pop().ok_or_else(Error::not_found)?;
    Ok(Json(card))
}
