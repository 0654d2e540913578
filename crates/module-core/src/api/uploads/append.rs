use axum::body::Body;
use axum::extract::State;
use http::HeaderMap;
use kernel::{Error, Id};
use platform_core::Core;
use platform_http::{Caller, HttpResult, Json, Path};

use super::view::{UploadView, finished, owner};
use crate::error::OFFSET_MISSING;

/// Send a part of an upload
///
/// The body is the bytes from `Upload-Offset` on. What arrived before a break is kept. The reply to the last part holds
/// the file.
#[utoipa::path(
    patch, path = "/uploads/{id}", operation_id = "core.uploads.append", tag = "core",
    params(("id" = Id, Path), ("Upload-Offset" = u64, Header, description = "Where the part begins")),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    responses((status = 200, body = UploadView))
)]
pub(crate) async fn append(
    State(core): State<Core>,
    caller: Caller,
    Path(id): Path<Id>,
    headers: HeaderMap,
    body: Body,
) -> HttpResult<Json<UploadView>> {
    let offset = headers
        .get("upload-offset")
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .ok_or_else(|| Error::new(&OFFSET_MISSING))?;
    let upload = core.blobs.append(owner(&caller), id, offset, body.into_data_stream()).await?;
    Ok(Json(finished(&core, &caller, upload).await?))
}
