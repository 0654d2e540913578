//! Calling the API in the process, each reply held against what the documents promise.

use axum::Router;
use axum::body::{Body, Bytes};
use http::Request;
use http::response::Parts;
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

use super::Contract;

/// The API of an office, called without a network.
pub struct Api {
    router: Router,
    contract: Contract,
}

impl Api {
    /// The routes of an office, with the edge around them, and the OpenAPI documents that describe them.
    ///
    /// # Panics
    /// When one of `documents` is not an OpenAPI document.
    #[must_use]
    pub fn new<'a>(router: Router, documents: impl IntoIterator<Item = &'a Value>) -> Self {
        Self { router, contract: Contract::new(documents) }
    }

    /// The routes themselves, to be served or called without a check.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Sends a request and reads the reply whole.
    ///
    /// # Panics
    /// When the reply breaks off, or is not what the documents say of the operation: its status, its type, its shape.
    pub async fn send(&self, request: Request<Body>) -> (Parts, Bytes) {
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let Ok(response) = self.router.clone().oneshot(request).await;
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a reply breaks off").to_bytes();
        // Beside the API there are the pages of the web client and what probes ask for.
        if path.starts_with("/api/") {
            let checked = self.contract.check(&method, &path, parts.status, &parts.headers, &bytes);
            if let Err(fault) = checked {
                let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(4_000)]);
                panic!("{method} {path} does not answer as described. {fault}\n{} {shown}", parts.status);
            }
        }
        (parts, bytes)
    }
}
