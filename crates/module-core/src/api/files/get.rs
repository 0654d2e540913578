use axum::extract::State;
use kernel::Id;
use platform_core::{Core, FileInfo};
use platform_http::{Caller, HttpResult, Json, Path};

use super::access_file;

/// A file
#[utoipa::path(
    get, path = "/files/{id}", operation_id = "core.files.get", tag = "core", params(("id" = Id, Path)),
    responses((status = 200, body = FileInfo))
)]
pub(crate) async fn get(
    State(core): State<Core>,
    caller: Caller,
    Path(id): Path<Id>,
) -> HttpResult<Json<FileInfo>> {
    let file = access_file(&core, &caller, id).await?;
    Ok(Json(FileInfo::from(&file)))
}
