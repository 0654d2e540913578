//! Whether a reply is what the OpenAPI document of its operation says.

use std::sync::Arc;

use http::{HeaderMap, Method, StatusCode, header};
use serde_json::{Value, json};

use super::schema::Schemas;

/// Faults told of one reply.
const FAULTS: usize = 5;

/// What the office promises to programs, as its OpenAPI documents say.
///
/// Stricter than JSON Schema in one way: a field that the schema of an object does not name is a fault, unless the
/// schema says what further fields hold. Clients are generated from the documents and never see such a field.
pub struct Contract {
    operations: Vec<Operation>,
}

struct Operation {
    id: String,
    method: String,
    path: Vec<Part>,
    responses: Value,
    schemas: Arc<Schemas>,
}

/// A part of a path between slashes.
enum Part {
    Fixed(String),
    Any,
}

impl Contract {
    /// The promises of these documents.
    ///
    /// # Panics
    /// When one of them is not an OpenAPI document.
    #[must_use]
    pub fn new<'a>(documents: impl IntoIterator<Item = &'a Value>) -> Self {
        let mut operations = Vec::new();
        for document in documents {
            let schemas = document["components"]["schemas"].as_object().cloned().unwrap_or_default();
            let schemas = Arc::new(Schemas(schemas));
            for (path, item) in document["paths"].as_object().expect("a document without paths") {
                let parts: Vec<&str> = path.split('/').collect();
                for (method, operation) in item.as_object().expect("a path without operations") {
                    let Some(id) = operation["operationId"].as_str() else { continue };
                    let part = |part: &&str| match part.starts_with('{') {
                        true => Part::Any,
                        false => Part::Fixed((*part).to_owned()),
                    };
                    operations.push(Operation {
                        id: id.to_owned(),
                        method: method.to_uppercase(),
                        path: parts.iter().map(part).collect(),
                        responses: operation["responses"].clone(),
                        schemas: Arc::clone(&schemas),
                    });
                }
            }
        }
        // Where several fit, the one that names most of the path itself: `/departments/tree` before `/departments/{id}`.
        operations.sort_by_key(|operation| {
            operation.path.iter().map(|part| matches!(part, Part::Any)).collect::<Vec<_>>()
        });
        Self { operations }
    }

    /// What is wrong with a reply; `path` is without its query.
    pub fn check(
        &self,
        method: &Method,
        path: &str,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<(), String> {
        let Some(operation) = self.find(method, path) else {
            return match status.is_client_error() || status.is_server_error() {
                true => self.refused(headers, body),
                false => Err("no document describes this operation".to_owned()),
            };
        };
        let told = |fault: String| format!("{}: {fault}", operation.id);
        let mut name = status.as_str();
        if operation.responses.get(name).is_none() && status.as_u16() >= 400 {
            name = "default";
        }
        let response = operation
            .responses
            .get(name)
            .ok_or_else(|| told(format!("the document knows no reply {status}")))?;
        if method == Method::HEAD {
            return Ok(());
        }
        let content = response["content"].as_object();
        let Some(content) = content.filter(|content| !content.is_empty()) else {
            return match body.is_empty() {
                true => Ok(()),
                false => Err(told(format!("the document says that {status} has no body"))),
            };
        };
        let kind = media_type(headers);
        let known = content.get(kind);
        let known =
            known.ok_or_else(|| told(format!("the document does not say that {status} is {kind}")))?;
        if !kind.ends_with("json") {
            return Ok(());
        }
        compare(&operation.schemas, &known["schema"], body).map_err(told)
    }

    fn find(&self, method: &Method, path: &str) -> Option<&Operation> {
        let fits = |operation: &&Operation, method: &str| {
            operation.method == method
                && path.split('/').count() == operation.path.len()
                && path.split('/').zip(&operation.path).all(|(given, part)| match part {
                    Part::Any => !given.is_empty(),
                    Part::Fixed(name) => name == given,
                })
        };
        let named = |method: &str| self.operations.iter().find(|operation| fits(operation, method));
        // What answers GET answers HEAD.
        named(method.as_str()).or_else(|| if method == Method::HEAD { named("GET") } else { None })
    }

    /// What is at no address answers with a problem all the same.
    fn refused(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), String> {
        let kind = media_type(headers);
        if kind != "application/problem+json" {
            return Err(format!("a failure is {kind}"));
        }
        let Some(any) = self.operations.first() else { return Ok(()) };
        compare(&any.schemas, &json!({ "$ref": "#/components/schemas/Problem" }), body)
    }
}

fn compare(schemas: &Schemas, schema: &Value, body: &[u8]) -> Result<(), String> {
    let value: Value = serde_json::from_slice(body).map_err(|error| format!("not JSON: {error}"))?;
    let mut faults = schemas.faults(schema, &value);
    faults.truncate(FAULTS);
    if faults.is_empty() { Ok(()) } else { Err(faults.join("; ")) }
}

/// The media type without its parameters; empty when there is none.
fn media_type(headers: &HeaderMap) -> &str {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    value.and_then(|value| value.split(';').next()).unwrap_or_default().trim()
}
