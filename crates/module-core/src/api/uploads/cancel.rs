use axum::extract::State;
use http::StatusCode;
use kernel::Id;
use platform_core::Core;
use platform_http::{Caller, HttpResult, Path};

use super::view::owner;

/// Give an upload up
#[utoipa::path(
    delete, path = "/uploads/{id}", operation_id = "core.uploads.cancel", tag = "core", params(("id" = Id, Path)),
    responses((status = 204))
)]
pub(crate) async fn cancel(
    State(core): State<Core>,
    caller: Caller,
    Path(id): Path<Id>,
) -> HttpResult<StatusCode> {
    core.blobs.abort_upload(owner(&caller), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
