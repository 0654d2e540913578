use axum::extract::State;
use kernel::{Error, Id};
use platform_http::{Caller, ClientIp, HttpResult, Json, Path};

use super::view::{self, ImportView};
use crate::by::By;
use crate::import_error::IMPORT_NOT_FOUND;
use crate::ops::import_cancel::import_cancel;
use crate::state::PeopleState;

/// Decide against an import
///
/// One that is being applied goes to its end, one that was applied stays.
#[utoipa::path(
    post, path = "/imports/{id}/cancel", operation_id = "people.imports.cancel", tag = "people",
    params(("id" = Id, Path)), responses((status = 200, body = ImportView))
)]
pub(crate) async fn cancel(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Path(id): Path<Id>,
) -> HttpResult<Json<ImportView>> {
    let by = By::Person(caller.0.clone(), ip);
    let import = import_cancel(&state, &by, caller.org, id).await?;
    let view = view::import(&state, import, caller.locale).ok_or_else(|| Error::new(&IMPORT_NOT_FOUND))?;
    Ok(Json(view))
}
