use axum::extract::State;
use http::StatusCode;
use kernel::Error;
use platform_blob::NewUpload;
use platform_core::Core;
use platform_http::{Caller, HttpResult, Json};
use serde::Deserialize;
use utoipa::ToSchema;

use super::view::{UploadView, finished, owner};
use crate::error::HASH_INVALID;

#[derive(Deserialize, ToSchema)]
#[schema(as = NewUpload)]
pub(crate) struct Body {
    /// Name of the file.
    name: String,
    /// Bytes of the file.
    size: u64,
    /// Media type, as a hint: what the bytes say counts.
    #[serde(rename = "type")]
    content_type: Option<String>,
    /// SHA-256 of the file in hexadecimal digits; when given, other bytes are refused.
    sha256: Option<String>,
}

/// Begin an upload
///
/// Then send its bytes in parts with `PATCH`; after a break, `GET` says where to continue.
#[utoipa::path(
    post, path = "/uploads", operation_id = "core.uploads.create", tag = "core", request_body = Body,
    responses((status = 201, body = UploadView))
)]
pub(crate) async fn create(
    State(core): State<Core>,
    caller: Caller,
    Json(body): Json<Body>,
) -> HttpResult<(StatusCode, Json<UploadView>)> {
    let sha256 = body
        .sha256
        .map(|text| text.parse().map_err(|error| Error::new(&HASH_INVALID).caused_by(error)))
        .transpose()?;
    let new = NewUpload {
        owner: owner(&caller),
        name: body.name,
        size: body.size,
        declared_type: body.content_type,
        sha256,
    };
    let upload = core.blobs.create_upload(new).await?;
    Ok((StatusCode::CREATED, Json(finished(&core, &caller, upload).await?)))
}
