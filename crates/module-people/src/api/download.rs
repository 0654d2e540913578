//! Files that are made for whoever asks.

use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, header};
use kernel::Result;
use platform_http::disposition;

/// A reply that browsers save under this name.
pub(crate) fn attachment(name: &str, content_type: &'static str, bytes: Vec<u8>) -> Result<Response> {
    let length = bytes.len();
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    headers.insert(header::CONTENT_DISPOSITION, disposition(true, name)?);
    // It holds what not everybody may see, and is another one tomorrow.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}
