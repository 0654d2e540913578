use axum::extract::State;
use http::StatusCode;
use kernel::{Error, Id};
use platform_http::{Caller, ClientIp, HttpResult, Json};
use serde::Deserialize;
use utoipa::ToSchema;

use super::view::{self, ImportView};
use crate::by::By;
use crate::import_error::IMPORT_NOT_FOUND;
use crate::ops::import_create::import_create;
use crate::state::PeopleState;

#[derive(Deserialize, ToSchema)]
#[schema(as = NewImport)]
pub(crate) struct Body {
    /// A file that the caller uploaded: CSV (UTF-8, UTF-16, GB18030) or xlsx, at most 20 MiB and 100,000 rows.
    file: Id,
    /// How it is to be done.
    #[serde(default)]
    options: Options,
}

#[derive(Default, Deserialize, ToSchema)]
#[schema(as = ImportOptions)]
pub(crate) struct Options {
    /// Whether people with an employee number who are not in the file leave when it is applied.
    #[serde(default)]
    include_leaving: bool,
}

/// Begin an import
///
/// The file is read in the background and compared with the directory; nothing changes before the import is applied.
/// People are found by employee number, else by mobile number, else by name and department where only one person can be
/// meant. An empty cell leaves what is there. Administrators of a department import into it and below it.
#[utoipa::path(
    post, path = "/imports", operation_id = "people.imports.create", tag = "people", request_body = Body,
    responses((status = 201, body = ImportView))
)]
pub(crate) async fn create(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Json(body): Json<Body>,
) -> HttpResult<(StatusCode, Json<ImportView>)> {
    let by = By::Person(caller.0.clone(), ip);
    let import = import_create(&state, &by, &caller, body.file, body.options.include_leaving).await?;
    let view = view::import(&state, import, caller.locale).ok_or_else(|| Error::new(&IMPORT_NOT_FOUND))?;
    Ok((StatusCode::CREATED, Json(view)))
}
