use axum::extract::State;
use http::StatusCode;
use kernel::{Error, Id};
use platform_http::{Caller, ClientIp, HttpResult, Json, Path};

use super::view::{self, ImportView};
use crate::by::By;
use crate::import_error::IMPORT_NOT_FOUND;
use crate::ops::import_start::import_start;
use crate::state::PeopleState;

/// Apply an import
///
/// In the background: everything the preview says, or nothing. Bad rows are left out. When the directory changed since
/// the preview, in what the import touches, nothing is applied: the import is `ready` again with the problem
/// `people.import_stale` and a new preview. Only by whoever began the import.
#[utoipa::path(
    post, path = "/imports/{id}/apply", operation_id = "people.imports.apply", tag = "people",
    params(("id" = Id, Path)), responses((status = 202, body = ImportView))
)]
pub(crate) async fn apply(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Path(id): Path<Id>,
) -> HttpResult<(StatusCode, Json<ImportView>)> {
    let by = By::Person(caller.0.clone(), ip);
    let import = import_start(&state, &by, caller.org, id).await?;
    let view = view::import(&state, import, caller.locale).ok_or_else(|| Error::new(&IMPORT_NOT_FOUND))?;
    Ok((StatusCode::ACCEPTED, Json(view)))
}
