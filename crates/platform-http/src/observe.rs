//! Request ids, the access log and the metrics of requests.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderValue, Method};
use kernel::Ids;
use tracing::Instrument;

/// Name of the part of a path that is a secret.
const SECRET: &str = "{token}";

/// Names a request in the log; sent back as `X-Request-Id`.
#[derive(Clone, Debug, Default)]
pub struct RequestId(pub Arc<str>);

/// Names the request, times it, counts it. Logs the path only: a query may hold what people typed. Where the path itself
/// holds a secret, as the link of an invitation does, the route stands for it.
pub(crate) async fn observe(State(ids): State<Ids>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = RequestId(ids.next().to_string().into());
    request.extensions_mut().insert(id.clone());
    let method = request.method().clone();
    let route =
        request.extensions().get::<MatchedPath>().map_or("other".to_owned(), |path| path.as_str().to_owned());
    let path = if route.contains(SECRET) { route.clone() } else { request.uri().path().to_owned() };
    let span = tracing::info_span!("request", id = %id.0);
    let mut response = next.run(request).instrument(span).await;
    let elapsed = started.elapsed();
    let status = response.status().as_u16();
    let labels = [("method", known(&method).to_owned()), ("route", route), ("status", status.to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_seconds", &labels[..2]).record(elapsed.as_secs_f64());
    let ms = elapsed.as_millis() as u64;
    if status >= 400 {
        tracing::info!(request_id = %id.0, %method, path, status, elapsed_ms = ms, "request");
    } else {
        tracing::debug!(request_id = %id.0, %method, path, status, elapsed_ms = ms, "request");
    }
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

/// The method as a label: anybody may send any word, and each would be a row of figures for ever.
fn known(method: &Method) -> &str {
    match method.as_str() {
        name @ ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS") => name,
        _ => "other",
    }
}
