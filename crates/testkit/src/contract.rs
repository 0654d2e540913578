//! Whether a reply is what the OpenAPI document of its operation says.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use http::{HeaderMap, Method, StatusCode, header};
use jsonschema::{Draft, Registry, Validator};
use serde_json::{Map, Value, json};

/// Under this address the schemas of a document refer to one another; nothing is ever fetched.
const BASE: &str = "https://office.example/openapi.json";
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
    document: Arc<Document>,
}

/// A part of a path between slashes.
enum Part {
    Fixed(String),
    Any,
}

/// The schemas of one document, and those of its replies that were needed so far, ready to use.
struct Document {
    schemas: Registry<'static>,
    ready: Mutex<HashMap<String, Arc<Validator>>>,
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
            let each = |part: bool| -> Map<String, Value> {
                schemas.iter().map(|(name, schema)| (name.clone(), closed(schema, part))).collect()
            };
            let schemas = Registry::new()
                .add(BASE, json!({ "whole": each(false), "part": each(true) }))
                .and_then(|schemas| schemas.prepare())
                .expect("the schemas of a document do not hold together");
            let shared = Arc::new(Document { schemas, ready: Mutex::default() });
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
                        document: Arc::clone(&shared),
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
        let key = format!("{} {name} {kind}", operation.id);
        operation.document.check(&key, &known["schema"], body).map_err(told)
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
        any.document.check("a problem", &json!({ "$ref": "#/components/schemas/Problem" }), body)
    }
}

impl Document {
    fn check(&self, key: &str, schema: &Value, body: &[u8]) -> Result<(), String> {
        let value: Value = serde_json::from_slice(body).map_err(|error| format!("not JSON: {error}"))?;
        let validator = self.validator(key, schema)?;
        let faults: Vec<String> = validator
            .iter_errors(&value)
            .take(FAULTS)
            .map(|error| format!("at {:?}: {error}", error.instance_path().as_str()))
            .collect();
        if faults.is_empty() { Ok(()) } else { Err(faults.join("; ")) }
    }

    /// The schema ready to use; made once.
    fn validator(&self, key: &str, schema: &Value) -> Result<Arc<Validator>, String> {
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(validator) = ready.get(key) {
            return Ok(Arc::clone(validator));
        }
        let validator = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .with_registry(&self.schemas)
            .build(&closed(schema, false))
            .map_err(|error| format!("the schema is wrong: {error}"))?;
        let validator = Arc::new(validator);
        ready.insert(key.to_owned(), Arc::clone(&validator));
        Ok(validator)
    }
}

/// The media type without its parameters; empty when there is none.
fn media_type(headers: &HeaderMap) -> &str {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    value.and_then(|value| value.split(';').next()).unwrap_or_default().trim()
}

/// The schema with objects that hold no other fields than those it names. What is only a `part` of an object (a member
/// of `allOf`) stays open: the whole is closed instead.
fn closed(schema: &Value, part: bool) -> Value {
    let Value::Object(map) = schema else { return schema.clone() };
    let mut out = Map::new();
    let list = |value: &Value, part: bool| match value {
        Value::Array(items) => Value::Array(items.iter().map(|item| closed(item, part)).collect()),
        other => other.clone(),
    };
    for (key, value) in map {
        let value = match (key.as_str(), value) {
            ("$ref", Value::String(target)) => {
                let place = if part { "part" } else { "whole" };
                json!(target.replace("#/components/schemas", &format!("{BASE}#/{place}")))
            }
            ("allOf", value) => list(value, true),
            ("oneOf" | "anyOf", value) => list(value, part),
            ("prefixItems", value) => list(value, false),
            ("items" | "additionalProperties", value) => closed(value, false),
            ("properties", Value::Object(fields)) => {
                fields.iter().map(|(name, field)| (name.clone(), closed(field, false))).collect()
            }
            (_, value) => value.clone(),
        };
        out.insert(key.clone(), value);
    }
    if !part && map.contains_key("allOf") {
        out.insert("unevaluatedProperties".to_owned(), json!(false));
    } else if !part && map.contains_key("properties") && !map.contains_key("additionalProperties") {
        out.insert("additionalProperties".to_owned(), json!(false));
    }
    Value::Object(out)
}
