//! Extractors whose failures are problems like all others.

use std::borrow::Cow;

use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::request::Parts;
use http::{Uri, header};
use kernel::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Problem;
use crate::error::{MALFORMED, NOT_JSON, TOO_LARGE};

/// Why something cannot be read.
fn malformed(reason: impl ToString) -> Error {
    Error::new(&MALFORMED).with("reason", reason.to_string())
}

/// A JSON body, in or out.
#[derive(Clone, Copy, Debug)]
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.split(';').next().unwrap_or_default().trim().ends_with("json"));
        if !json {
            return Err(Error::new(&NOT_JSON).into());
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| match rejection {
            BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => {
                Error::new(&TOO_LARGE)
            }
            other => malformed(other.body_text()),
        })?;
        // As text first: what is skipped while parsing would not be looked at. serde_json refuses unpaired surrogates and
        // control characters by itself; NUL passes, and the fields are cleaned of it.
        let text = std::str::from_utf8(&bytes).map_err(malformed)?;
        Ok(Self(serde_json::from_str(text).map_err(malformed)?))
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

/// Query parameters.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let axum::extract::Query(value) = axum::extract::Query::try_from_uri(&without_nul(&parts.uri))
            .map_err(|rejection| malformed(rejection.body_text()))?;
        Ok(Self(value))
    }
}

/// The address without NUL characters in its query: no text of ours holds one, and no store could be asked for it.
fn without_nul(uri: &Uri) -> Cow<'_, Uri> {
    let Some(query) = uri.query().filter(|query| query.contains("%00")) else { return Cow::Borrowed(uri) };
    let mut query = query.replace("%00", "");
    // What is left may make another one.
    while query.contains("%00") {
        query = query.replace("%00", "");
    }
    Cow::Owned(format!("/?{query}").parse().unwrap_or_default())
}

/// Parts of the path. A part that is not an id, where an id is wanted, is something that does not exist.
#[derive(Clone, Copy, Debug)]
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let axum::extract::Path(value) = axum::extract::Path::from_request_parts(parts, state)
            .await
            .map_err(|rejection| Error::not_found().caused_by(rejection))?;
        Ok(Self(value))
    }
}
