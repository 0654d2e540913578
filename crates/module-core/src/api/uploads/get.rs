use axum::extract::State;
use kernel::Id;
use platform_core::Core;
use platform_http::{Caller, HttpResult, Json, Path};

use super::view::{UploadView, finished, owner};

/// How far an upload got
#[utoipa::path(
    get, path = "/uploads/{id}", operation_id = "core.uploads.get", tag = "core", params(("id" = Id, Path)),
    responses((status = 200, body = UploadView))
)]
pub(crate) async fn get(
    State(core): State<Core>,
    caller: Caller,
    Path(id): Path<Id>,
) -> HttpResult<Json<UploadView>> {
    let upload = core.blobs.upload(owner(&caller), id).await?;
    Ok(Json(finished(&core, &caller, upload).await?))
}
