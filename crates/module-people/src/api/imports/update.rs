use std::collections::BTreeMap;

use axum::extract::State;
use kernel::{Error, Id};
use platform_http::{Caller, ClientIp, HttpResult, Json, Path};
use serde::Deserialize;
use utoipa::ToSchema;

use super::view::{self, ImportView};
use crate::by::By;
use crate::import_error::IMPORT_NOT_FOUND;
use crate::ops::import_change::{ImportChange, import_change};
use crate::state::PeopleState;

/// What is absent stays.
#[derive(Deserialize, ToSchema)]
#[schema(as = ImportPatch)]
pub(crate) struct Body {
    /// Which column fills which field, all of them: a column that is not named, or named with an empty field, fills
    /// nothing. For the fields see `mapping` of an import.
    #[serde(default)]
    mapping: Option<BTreeMap<String, String>>,
    /// Whether people with an employee number who are not in the file leave when it is applied.
    #[serde(default)]
    include_leaving: Option<bool>,
}

/// Say which column fills what
///
/// The preview is made anew. Only by whoever began the import.
#[utoipa::path(
    patch, path = "/imports/{id}", operation_id = "people.imports.update", tag = "people",
    params(("id" = Id, Path)), request_body = Body, responses((status = 200, body = ImportView))
)]
pub(crate) async fn update(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Path(id): Path<Id>,
    Json(body): Json<Body>,
) -> HttpResult<Json<ImportView>> {
    let by = By::Person(caller.0.clone(), ip);
    let change = ImportChange {
        mapping: body.mapping.map(|mapping| mapping.into_iter().collect()),
        include_leaving: body.include_leaving,
    };
    let import = import_change(&state, &by, caller.org, id, change).await?;
    let view = view::import(&state, import, caller.locale).ok_or_else(|| Error::new(&IMPORT_NOT_FOUND))?;
    Ok(Json(view))
}
