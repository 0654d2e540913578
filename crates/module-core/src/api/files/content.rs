use std::ops::Range;

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use kernel::{Error, Id, Result};
use platform_core::Core;
use platform_http::{Caller, HttpResult, Path, Problem, Query, disposition};
use serde::Deserialize;
use utoipa::IntoParams;

use super::access_file;
use crate::error::RANGE;

/// A file is never a page of ours: no scripts, no plug-ins, no frames.
pub(crate) const FILE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Params {
    /// `1` offers the file for saving instead of showing it.
    download: Option<String>,
}

/// The bytes of a file, or a range of them
///
/// Only pictures, films, sound, PDF and plain text are shown in place; everything else is offered for saving.
#[utoipa::path(
    get, path = "/files/{id}/content", operation_id = "core.files.content", tag = "core",
    params(("id" = Id, Path), Params),
    responses(
        (status = 200, content_type = "application/octet-stream", body = Vec<u8>),
        (status = 206, content_type = "application/octet-stream", body = Vec<u8>),
        (status = 304)
    )
)]
pub(crate) async fn content(
    State(core): State<Core>,
    caller: Caller,
    Path(id): Path<Id>,
    Query(params): Query<Params>,
    headers: HeaderMap,
) -> HttpResult<Response> {
    let file = access_file(&core, &caller, id).await?;
    let etag = format!("\"{}\"", file.hash);
    if headers.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == etag.as_bytes()) {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(response);
    }
    let wanted = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    let range = match wanted.map(|text| parse(text, file.size)).transpose() {
        Ok(range) => range.flatten(),
        Err(error) => return Ok(unsatisfiable(error, file.size)?),
    };
    let content = core.blobs.content(&file, range.clone()).await?;
    let attach = params.download.is_some() || !file.may_show();
    let mut response = Response::new(Body::from_stream(content.stream));
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_str(&file.content_type).map_err(Error::internal)?);
    out.insert(header::CONTENT_LENGTH, HeaderValue::from(content.range.end - content.range.start));
    out.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    out.insert(header::CONTENT_DISPOSITION, disposition(attach, &file.name)?);
    out.insert(header::ETAG, HeaderValue::from_str(&etag).map_err(Error::internal)?);
    // Asked again each time, so that a right taken back counts; unchanged bytes are not sent again.
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    out.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FILE_POLICY));
    if range.is_some() {
        let text = format!("bytes {}-{}/{}", content.range.start, content.range.end - 1, file.size);
        out.insert(header::CONTENT_RANGE, HeaderValue::from_str(&text).map_err(Error::internal)?);
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    Ok(response)
}

/// One range (RFC 9110, 14.1.2); several, and other units, are answered with the whole file.
fn parse(text: &str, size: u64) -> Result<Option<Range<u64>>> {
    let Some(spec) = text.strip_prefix("bytes=").filter(|spec| !spec.contains(',')) else { return Ok(None) };
    let Some((start, end)) = spec.trim().split_once('-') else { return Ok(None) };
    let range = match (start.parse::<u64>(), end.parse::<u64>()) {
        (Ok(start), Ok(end)) if start <= end => start..end.saturating_add(1).min(size),
        (Ok(start), Err(_)) if end.is_empty() => start..size,
        (Err(_), Ok(last)) if start.is_empty() => size.saturating_sub(last)..size,
        _ => return Ok(None),
    };
    if range.start >= range.end { Err(Error::new(&RANGE)) } else { Ok(Some(range)) }
}

/// Says how long the file is, so that a program that goes on after a break can see where it stands.
fn unsatisfiable(error: Error, size: u64) -> Result<Response> {
    let mut response = Problem(error).into_response();
    let whole = HeaderValue::from_str(&format!("bytes */{size}")).map_err(Error::internal)?;
    response.headers_mut().insert(header::CONTENT_RANGE, whole);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_browsers_send_them() {
        assert_eq!(parse("bytes=0-0", 10).unwrap(), Some(0..1));
        assert_eq!(parse("bytes=5-", 10).unwrap(), Some(5..10));
        assert_eq!(parse("bytes=-3", 10).unwrap(), Some(7..10));
        assert_eq!(parse("bytes=5-99", 10).unwrap(), Some(5..10));
        assert_eq!(parse("bytes=0-1,4-5", 10).unwrap(), None);
        assert_eq!(parse("lines=1-2", 10).unwrap(), None);
        assert!(parse("bytes=10-", 10).unwrap_err().is(&RANGE));
        assert!(parse("bytes=0-", 0).unwrap_err().is(&RANGE));
    }

    #[test]
    fn names_of_every_script_pass() {
        let text = disposition(true, "报告 \"终\".docx").unwrap();
        let text = text.to_str().unwrap();
        assert!(text.starts_with("attachment; filename=\"__ _"), "{text}");
        assert!(text.contains("filename*=UTF-8''%E6%8A%A5"), "{text}");
    }
}
