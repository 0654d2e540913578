//! The web client inside the program: files as they were built, in the smallest form the browser takes.

use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use include_dir::{Dir, include_dir};

static DIST: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../web/dist");

/// Files under this folder have their content in their name.
const HASHED: &str = "assets/";

/// What is said where the program was built without its web client.
const MISSING: &str = "<!doctype html><meta charset=utf-8><title>Courtyard</title>\
    <p>这个程序没有包含网页客户端。请先构建网页：cargo xtask up</p>\
    <p>This program was built without its web client. Build both with: cargo xtask up</p>";

/// A file of the web client; every other path is a page of it.
pub(crate) async fn serve(request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    let found = if path.is_empty() { None } else { DIST.get_file(path) };
    let (path, body) = match found {
        Some(file) if !path.starts_with('.') => (path, file.contents()),
        // A missing file is missing; a path without an ending is a page.
        _ if path.starts_with(HASHED) || path.rsplit('/').next().is_some_and(|name| name.contains('.')) => {
            return StatusCode::NOT_FOUND.into_response();
        }
        _ => match DIST.get_file("index.html") {
            Some(file) => ("index.html", file.contents()),
            None => {
                return ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], MISSING).into_response();
            }
        },
    };
    let (body, encoding) = smallest(path, body, request.headers());
    let mut response = body.into_response();
    let headers = response.headers_mut();
    let kind = mime_guess::from_path(path).first_raw().unwrap_or("application/octet-stream");
    let text = kind.starts_with("text/") || kind.ends_with("javascript") || kind.ends_with("json");
    let kind = if text { format!("{kind}; charset=utf-8") } else { kind.to_owned() };
    if let Ok(kind) = HeaderValue::from_str(&kind) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    let cache = if path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}

/// The file compressed at build time, where the browser takes it.
fn smallest(path: &str, plain: &'static [u8], headers: &HeaderMap) -> (&'static [u8], Option<&'static str>) {
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    for (name, ending) in [("br", "br"), ("gzip", "gz")] {
        if accepted.split(',').any(|part| part.trim().split(';').next() == Some(name))
            && let Some(file) = DIST.get_file(format!("{path}.{ending}"))
        {
            return (file.contents(), Some(name));
        }
    }
    (plain, None)
}
