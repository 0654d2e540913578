use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use serde_json::{Value, json};
use testkit::Contract;

/// A document of two operations on things; a thing is composed of two parts.
fn document() -> Value {
    let thing = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } });
    let list = json!({ "type": "object", "required": ["items"], "properties": {
        "items": { "type": "array", "items": { "$ref": "#/components/schemas/Thing" } },
        "more": { "type": "object", "additionalProperties": { "type": "integer" } },
    }});
    let problem =
        json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } });
    json!({
        "paths": {
            "/api/v1/x/things/{id}": {
                "get": { "operationId": "x.things.get", "responses": {
                    "200": { "content": thing }, "default": { "content": problem },
                }},
                "delete": { "operationId": "x.things.delete", "responses": { "204": {} } },
            },
            "/api/v1/x/odd": {
                "get": { "operationId": "x.odd.get", "responses": {
                    "200": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Odd" } } } },
                }},
            },
            "/api/v1/x/things/all": {
                "get": { "operationId": "x.things.list", "responses": {
                    "200": { "content": { "application/json": { "schema": list } } },
                }},
            },
        },
        "components": { "schemas": {
            "Base": { "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } },
            "Thing": { "allOf": [
                { "$ref": "#/components/schemas/Base" },
                { "type": "object", "properties": { "kind": { "type": ["string", "null"], "enum": ["a", "b", null] } } },
            ]},
            "Odd": { "type": "object", "properties": {
                "n": { "type": "integer", "minimum": 1, "maximum": 9 },
                "word": { "type": "string", "pattern": "^[a-z]+$", "minLength": 2, "maxLength": 3 },
                "list": { "type": "array", "maxItems": 1, "items": { "type": "boolean" } },
                "either": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Base" }] },
                "const": { "const": 7 },
                "lost": { "$ref": "#/components/schemas/Lost" },
            }},
            "Problem": { "type": "object", "required": ["code"], "properties": { "code": { "type": "string" } } },
        }},
    })
}

fn check(method: Method, path: &str, status: u16, kind: &'static str, body: &str) -> Result<(), String> {
    let contract = Contract::new([&document()]);
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let status = StatusCode::from_u16(status).unwrap();
    contract.check(&method, &format!("/api/v1/x{path}"), status, &headers, body.as_bytes())
}

const JSON: &str = "application/json; charset=utf-8";
const PROBLEM: &str = "application/problem+json";

#[test]
fn what_is_described_passes() {
    for (path, status, kind, body) in [
        ("/things/1", 200, JSON, r#"{"id": "1", "kind": "a"}"#),
        ("/things/1", 200, JSON, r#"{"id": "1"}"#),
        ("/things/1", 200, JSON, r#"{"id": "1", "kind": null}"#),
        ("/things/1", 404, PROBLEM, r#"{"code": "x.not_found"}"#),
        ("/things/all", 200, JSON, r#"{"items": [{"id": "1"}], "more": {"any": 1}}"#),
        ("/odd", 200, JSON, r#"{"n": 9, "word": "abc", "list": [true], "either": null}"#),
        ("/odd", 200, JSON, r#"{"n": 1, "word": "ab", "list": [], "either": {"id": "1"}}"#),
        ("/nowhere", 404, PROBLEM, r#"{"code": "http.no_route"}"#),
    ] {
        check(Method::GET, path, status, kind, body).unwrap();
    }
    check(Method::DELETE, "/things/1", 204, JSON, "").unwrap();
    check(Method::HEAD, "/things/1", 200, JSON, "").unwrap();
}

#[test]
fn what_is_not_is_told() {
    for (path, status, kind, body, fault) in [
        ("/things/1", 200, JSON, r#"{"kind": "a"}"#, "\"id\" is a required property"),
        ("/things/1", 200, JSON, r#"{"id": 1}"#, "at \"/id\""),
        ("/things/1", 200, JSON, r#"{"id": "1", "kind": "c"}"#, "at \"/kind\""),
        ("/things/1", 200, JSON, r#"{"id": "1", "secret": 1}"#, "secret"),
        ("/things/all", 200, JSON, r#"{"items": [{"id": "1", "secret": 1}]}"#, "at \"/items/0\""),
        ("/things/all", 200, JSON, r#"{"items": [], "more": {"any": "x"}}"#, "at \"/more/any\""),
        ("/things/1", 200, "text/html", "<p>", "text/html"),
        ("/things/1", 200, JSON, "{", "not JSON"),
        ("/things/1", 201, JSON, r#"{"id": "1"}"#, "knows no reply 201"),
        ("/things/1", 404, PROBLEM, "{}", "\"code\" is a required property"),
        ("/things/1", 500, "text/plain", "oops", "text/plain"),
        ("/things/all", 404, PROBLEM, r#"{"code": "x"}"#, "knows no reply 404"),
        ("/odd", 200, JSON, r#"{"n": 0}"#, "at \"/n\""),
        ("/odd", 200, JSON, r#"{"n": 10}"#, "goes against maximum"),
        ("/odd", 200, JSON, r#"{"n": 1.5}"#, "not of type"),
        ("/odd", 200, JSON, r#"{"word": "a"}"#, "goes against minLength"),
        ("/odd", 200, JSON, r#"{"word": "aB"}"#, "does not match"),
        ("/odd", 200, JSON, r#"{"list": [true, true]}"#, "goes against maxItems"),
        ("/odd", 200, JSON, r#"{"list": [1]}"#, "at \"/list/0\""),
        ("/odd", 200, JSON, r#"{"either": {"id": 1}}"#, "none of oneOf"),
        ("/odd", 200, JSON, r#"{"const": 7}"#, "the keyword const is not known"),
        ("/odd", 200, JSON, r#"{"lost": 7}"#, "is not in the document"),
        ("/nowhere", 200, JSON, "{}", "no document describes"),
        ("/nowhere", 404, JSON, "{}", "a failure is"),
    ] {
        let told = check(Method::GET, path, status, kind, body).expect_err(path);
        assert!(told.contains(fault), "{told}");
    }
    let told = check(Method::DELETE, "/things/1", 204, JSON, "{}").unwrap_err();
    assert!(told.contains("has no body"), "{told}");
}
