//! Cross-site request forgery: browsers say where a request comes from (Fetch metadata, Origin); what another site
//! sends with our cookie is refused. Programs with bearer tokens are not browsers and pass.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Method, header};
use kernel::Error;

use crate::error::CROSS_ORIGIN;
use crate::{Credential, Problem};

/// Refuses unsafe requests (and WebSockets) that a browser sends with our cookie from another site.
pub(crate) async fn refuse(
    State(public_origin): State<Option<String>>,
    request: Request,
    next: Next,
) -> Response {
    let with_cookie =
        request.extensions().get::<Credential>().is_none_or(|credential| credential.from_cookie);
    let harmless = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
        && !request.headers().contains_key(header::UPGRADE);
    if with_cookie && !harmless && !same_origin(request.headers(), public_origin.as_deref()) {
        return Problem(Error::new(&CROSS_ORIGIN)).into_response();
    }
    next.run(request).await
}

fn same_origin(headers: &HeaderMap, public_origin: Option<&str>) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some("same-origin" | "none") => return true,
        Some(_) => return false,
        None => {}
    }
    // Browsers without Fetch metadata still send Origin; what sends neither is not a browser.
    let Some(origin) = text("origin") else { return true };
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    public_origin == Some(origin) || text("host").is_some_and(|own| own.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn another_site_is_refused_and_programs_pass() {
        let headers = |pairs: &[(&'static str, &'static str)]| -> HeaderMap {
            pairs.iter().map(|(k, v)| (k.parse().unwrap(), HeaderValue::from_static(v))).collect()
        };
        assert!(same_origin(&headers(&[]), None));
        assert!(same_origin(&headers(&[("sec-fetch-site", "same-origin")]), None));
        assert!(!same_origin(&headers(&[("sec-fetch-site", "same-site")]), None));
        assert!(!same_origin(
            &headers(&[("sec-fetch-site", "cross-site"), ("origin", "http://a")]),
            Some("http://a")
        ));
        assert!(same_origin(&headers(&[("origin", "http://a:8080"), ("host", "a:8080")]), None));
        assert!(same_origin(&headers(&[("origin", "https://o"), ("host", "inner")]), Some("https://o")));
        assert!(!same_origin(&headers(&[("origin", "null"), ("host", "a")]), None));
    }
}
