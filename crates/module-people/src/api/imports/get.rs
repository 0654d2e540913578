use axum::extract::State;
use kernel::{Error, Id};
use platform_http::{Caller, ClientIp, HttpResult, Json, Path};

use super::view::{self, ImportView};
use crate::access::access_import;
use crate::by::By;
use crate::import_error::IMPORT_NOT_FOUND;
use crate::state::PeopleState;

/// An import: where it stands and what it would do
#[utoipa::path(
    get, path = "/imports/{id}", operation_id = "people.imports.get", tag = "people", params(("id" = Id, Path)),
    responses((status = 200, body = ImportView))
)]
pub(crate) async fn get(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Path(id): Path<Id>,
) -> HttpResult<Json<ImportView>> {
    let (by, org) = (By::Person(caller.0.clone(), ip), caller.org);
    let import =
        state.read(move |tx| Box::pin(async move { access_import(tx, &by, org, id, false).await })).await?;
    let view = view::import(&state, import, caller.locale).ok_or_else(|| Error::new(&IMPORT_NOT_FOUND))?;
    Ok(Json(view))
}
