//! Files that are made for whoever asks.

use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, header};
use kernel::{Error, Result};

/// A reply that browsers save under this name.
pub(crate) fn attachment(name: &str, content_type: &'static str, bytes: Vec<u8>) -> Result<Response> {
    let length = bytes.len();
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    headers.insert(header::CONTENT_DISPOSITION, disposition(name)?);
    // It holds what not everybody may see, and is another one tomorrow.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

/// The name in both forms (RFC 6266): plain for old programs, encoded for all scripts.
fn disposition(name: &str) -> Result<HeaderValue> {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | ' ') { c } else { '_' })
        .collect();
    let encoded: String = name.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    });
    HeaderValue::from_str(&format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"))
        .map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_every_script_pass() {
        let text = disposition("花名册\"\r\n.xlsx").unwrap();
        assert_eq!(
            text.to_str().unwrap(),
            "attachment; filename=\"______.xlsx\"; filename*=UTF-8''%E8%8A%B1%E5%90%8D%E5%86%8C%22%0D%0A.xlsx"
        );
    }
}
