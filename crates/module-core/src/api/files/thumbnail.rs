use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use kernel::{Error, Id};
use platform_blob::ThumbSize;
use platform_core::Core;
use platform_http::{Caller, HttpResult, Path, Query};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::access_file;
use super::content::FILE_POLICY;
use crate::error::NO_THUMBNAIL;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Params {
    /// How large; small unless given.
    #[param(inline)]
    size: Option<ThumbnailSize>,
}

/// How large a thumbnail is.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ThumbnailSize {
    /// Within 240 by 240 pixels.
    Small,
    /// Within 1280 by 1280 pixels.
    Medium,
}

/// A small version of a picture
#[utoipa::path(
    get, path = "/files/{id}/thumbnail", operation_id = "core.files.thumbnail", tag = "core",
    params(("id" = Id, Path), Params),
    responses((status = 200, content_type = "image/webp", body = Vec<u8>), (status = 304))
)]
pub(crate) async fn thumbnail(
    State(core): State<Core>,
    caller: Caller,
    Path(id): Path<Id>,
    Query(params): Query<Params>,
    headers: HeaderMap,
) -> HttpResult<Response> {
    let file = access_file(&core, &caller, id).await?;
    let size = match params.size {
        Some(ThumbnailSize::Medium) => ThumbSize::Medium,
        Some(ThumbnailSize::Small) | None => ThumbSize::Small,
    };
    let thumbnail = core.blobs.thumbnail(&file, size).await?.ok_or_else(|| Error::new(&NO_THUMBNAIL))?;
    let etag = format!("\"{}\"", thumbnail.hash);
    if headers.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == etag.as_bytes()) {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(response);
    }
    let mut response = Response::new(Body::from_stream(thumbnail.content.stream));
    let out = response.headers_mut();
    out.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_str(&thumbnail.content_type).map_err(Error::internal)?,
    );
    out.insert(header::ETAG, HeaderValue::from_str(&etag).map_err(Error::internal)?);
    // A list of faces must not cost a request a face; a quarter of an hour is what a right taken back may lag.
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=900"));
    out.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FILE_POLICY));
    Ok(response)
}
