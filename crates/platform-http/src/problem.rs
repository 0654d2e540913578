//! Errors as `application/problem+json` (RFC 9457), in the reader's language.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use kernel::{Error, Locale};
use serde::Serialize;
use utoipa::ToSchema;

use crate::RequestId;

/// What a handler returns.
pub type HttpResult<T> = Result<T, Problem>;

/// A failure on its way out; becomes words in [`render`].
#[derive(Debug)]
pub struct Problem(pub Error);

impl<E: Into<Error>> From<E> for Problem {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.0.code().kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(Carried(Arc::new(self.0)));
        response
    }
}

/// Longest text of a failure, and most fields it names: both may quote what was sent.
const MAX_TEXT: usize = 300;
const MAX_FIELDS: usize = 100;

/// A text of a failure without what could deceive whoever reads it.
fn shown(text: &str) -> String {
    let short: String = text.chars().take(MAX_TEXT).collect();
    engine_text::clean_line(&short, MAX_TEXT).unwrap_or_default()
}

#[derive(Clone)]
struct Carried(Arc<Error>);

/// A failure as sent: RFC 9457 with a stable `code`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// Where the code is described.
    #[serde(rename = "type")]
    pub kind: String,
    /// What failed and what to do, in the language of `Accept-Language`.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// Stable code, `<module>.<snake_case>`.
    pub code: &'static str,
    /// Values used in the title.
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    pub params: std::collections::BTreeMap<&'static str, String>,
    /// Names this request in the server's log.
    pub request_id: String,
    /// Failures of single fields.
    pub errors: Vec<FieldProblem>,
}

/// A failure of one field.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Path of the field, such as `phones[0].number`.
    pub field: String,
    /// Stable code.
    pub code: &'static str,
    /// What is wrong, in the language of `Accept-Language`.
    pub message: String,
}

/// Gives failures their words and logs them, once.
pub(crate) async fn render(request: Request, next: Next) -> Response {
    let locale = request
        .headers()
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .map_or(Locale::default(), Locale::from_accept_language);
    let request_id = request.extensions().get::<RequestId>().cloned().unwrap_or_default();
    let mut response = next.run(request).await;
    let Some(Carried(error)) = response.extensions_mut().remove::<Carried>() else { return response };
    let code = error.code();
    let status = code.kind.status();
    if status >= 500 {
        tracing::error!(request_id = %request_id.0, code = code.id, error = ?error, "a request failed");
    } else {
        tracing::debug!(request_id = %request_id.0, code = code.id, error = ?error, "a request was refused");
    }
    let body = ProblemBody {
        kind: format!("/docs/errors#{}", code.id),
        title: shown(&error.text(locale)),
        status,
        code: code.id,
        params: error.params().iter().map(|(name, value)| (*name, shown(value))).collect(),
        request_id: request_id.0.to_string(),
        errors: error
            .fields()
            .iter()
            .take(MAX_FIELDS)
            .map(|field| FieldProblem {
                field: shown(&field.field),
                code: field.code.id,
                message: shown(&field.code.text(locale, &field.params)),
            })
            .collect(),
    };
    let json = serde_json::to_vec(&body).unwrap_or_default();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(locale.tag()));
    headers.remove(header::CONTENT_LENGTH);
    if let Some(seconds) = error.retry_after_s() {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    *response.body_mut() = Body::from(json);
    response
}
