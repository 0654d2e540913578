//! Credentials that ran out, were taken back, or do not reach; and keys of requests used twice.

use axum::body::Body;
use http::{Request, StatusCode, header};
use serde_json::{Value, json};

use crate::office::{Office, Reply};

fn refused(reply: &Reply, status: u16, code: &str) {
    assert_eq!((reply.status.as_u16(), reply.body["code"].as_str()), (status, Some(code)), "{reply:?}");
}

async fn token(office: &Office, by: &str, scopes: &[&str], expires_at: Option<i64>) -> (String, String) {
    let new = json!({ "name": "程序", "scopes": scopes, "expires_at": expires_at });
    let reply = office.call("POST", "/api/v1/people/tokens", Some(by), Some(new)).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{reply:?}");
    let text = |name: &str| reply.body[name].as_str().unwrap().to_owned();
    (text("token"), text("id"))
}

#[tokio::test]
async fn what_ran_out_or_was_taken_back_opens_nothing() {
    let office = Office::open().await;
    let (anna, anna_id) = office.sign_in("anna").await;
    let (owner, _) = office.sign_in("owner").await;
    let me = async |token: &str| office.call("GET", "/api/v1/people/me", Some(token), None).await;

    let (revoked, id) = token(&office, &anna, &["people:read"], None).await;
    assert_eq!(me(&revoked).await.status, StatusCode::OK);
    let path = format!("/api/v1/people/tokens/{id}");
    assert_eq!(office.call("DELETE", &path, Some(&anna), None).await.status, StatusCode::NO_CONTENT);
    refused(&me(&revoked).await, 401, "http.sign_in");

    let end = office.core.clock.now().0 + 1_500;
    let (short, _) = token(&office, &anna, &["people:read"], Some(end)).await;
    testkit::wait_until("the token to run out", async || {
        let reply = me(&short).await;
        let over = office.core.clock.now().0 >= end;
        assert!(reply.status == StatusCode::OK || over, "{reply:?}");
        reply.status == StatusCode::UNAUTHORIZED
    })
    .await;
    let past = json!({ "name": "旧", "scopes": ["chat:read"], "expires_at": end });
    refused(
        &office.call("POST", "/api/v1/people/tokens", Some(&anna), Some(past)).await,
        422,
        "core.invalid",
    );

    // Everything of a suspended person is shut, and opens again with the person, but for the sessions.
    let (kept, _) = token(&office, &anna, &["people:read"], None).await;
    let step = async |step: &str| {
        let path = format!("/api/v1/people/users/{anna_id}/{step}");
        assert_eq!(office.call("POST", &path, Some(&owner), None).await.status, StatusCode::OK, "{step}");
    };
    step("suspend").await;
    refused(&me(&kept).await, 401, "http.sign_in");
    refused(&me(&anna).await, 401, "http.sign_in");
    let body = json!({ "login": "anna", "password": crate::office::PASSWORD });
    let reply = office.call("POST", "/api/v1/people/sessions", None, Some(body)).await;
    assert!(reply.status.is_client_error() && reply.body.get("token").is_none(), "{reply:?}");

    for nonsense in ["", " ", "null", "cy_", &"x".repeat(60_000), "a b", "\u{7f}", "cy_\u{e9}"] {
        let request =
            Request::get("/api/v1/people/me").header(header::AUTHORIZATION, format!("Bearer {nonsense}"));
        if let Ok(request) = request.body(Body::empty()) {
            refused(&office.send(request).await, 401, "http.sign_in");
        }
    }
    for scheme in ["Basic YW5uYTphbm5h", "Bearer", "bearer,", "Negotiate x", ""] {
        let request = Request::get("/api/v1/people/me").header(header::AUTHORIZATION, scheme);
        refused(&office.send(request.body(Body::empty()).unwrap()).await, 401, "http.sign_in");
    }
}

/// Every scope by itself against everything documented: what a token was not given it cannot do. A new operation is
/// covered by itself.
#[tokio::test]
async fn a_token_does_not_reach_beyond_its_scopes() {
    let office = Office::open().await;
    let (owner, _) = office.sign_in("owner").await;
    let reach = |module: &str, read: bool| match (module, read) {
        ("people", true) => "people:read",
        ("people", false) => "people:write",
        ("chat", true) => "chat:read",
        ("chat", false) => "chat:write",
        ("core", _) => "files",
        ("admin", _) => "admin",
        other => panic!("which scope opens {other:?}?"),
    };
    let scopes = ["people:read", "people:write", "chat:read", "chat:write", "files", "admin"];
    let mut refusals = 0;
    for scope in scopes {
        let (token, _) = token(&office, &owner, &[scope], None).await;
        for (module, document) in &office.documents {
            for (path, item) in document["paths"].as_object().unwrap() {
                for (method, operation) in item.as_object().unwrap() {
                    let Some(id) = operation["operationId"].as_str() else { continue };
                    let public = operation["security"].as_array().is_some_and(Vec::is_empty);
                    let open =
                        id.starts_with("people.invitations.") || id == "people.sessions.create" || public;
                    if open || reach(module, method == "get" || method == "head") == scope {
                        continue;
                    }
                    let path = path
                        .replace("{id}", "1")
                        .replace("{user}", "1")
                        .replace("{emoji}", "x")
                        .replace("{index}", "0")
                        .replace("{token}", "x");
                    let reply =
                        office.call(&method.to_uppercase(), &path, Some(&token), Some(json!({}))).await;
                    assert_eq!(reply.status, StatusCode::FORBIDDEN, "{scope} did {id}: {reply:?}");
                    assert_eq!(reply.body["code"], "http.scope_missing", "{scope} did {id}");
                    refusals += 1;
                }
            }
        }
    }
    assert!(refusals > 300, "only {refusals} refusals");
}

#[tokio::test]
async fn other_sites_use_the_cookie_for_nothing_that_changes() {
    let office = Office::open().await;
    let (token, _) = office.sign_in("owner").await;
    let mut tried = 0;
    for document in office.documents.values() {
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                if operation["operationId"].is_null() || method == "get" || method == "head" {
                    continue;
                }
                let path = path.replace("{id}", "1").replace("{user}", "1").replace("{emoji}", "x");
                for (name, value) in [
                    ("sec-fetch-site", "cross-site"),
                    ("sec-fetch-site", "same-site"),
                    ("origin", "https://a.example"),
                ] {
                    let request = Request::builder()
                        .method(method.to_uppercase().as_str())
                        .uri(&path)
                        .header(header::HOST, "office.test")
                        .header(header::COOKIE, format!("a=b; courtyard_session={token}"))
                        // What a form of another site may send without asking first.
                        .header(header::CONTENT_TYPE, "text/plain")
                        .header(name, value)
                        .body(Body::from("{}"));
                    refused(&office.send(request.unwrap()).await, 403, "http.cross_origin");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 100, "only {tried} were tried");
    // Reading is not stopped by us, but no other site is told that it may see the answer.
    let request = Request::get("/api/v1/people/me")
        .header(header::COOKIE, format!("courtyard_session={token}"))
        .header(header::ORIGIN, "https://a.example")
        .body(Body::empty());
    let reply = office.send(request.unwrap()).await;
    assert!(reply.headers.keys().all(|name| !name.as_str().starts_with("access-control-")), "{reply:?}");
    let preflight = Request::options("/api/v1/people/me")
        .header(header::ORIGIN, "https://a.example")
        .header("access-control-request-method", "PATCH")
        .body(Body::empty());
    let reply = office.send(preflight.unwrap()).await;
    assert!(reply.headers.keys().all(|name| !name.as_str().starts_with("access-control-")), "{reply:?}");
}

#[tokio::test]
async fn a_key_stands_for_one_request() {
    let office = Office::open().await;
    let (anna, _) = office.sign_in("anna").await;
    let (bob, bob_id) = office.sign_in("bob").await;
    let post = async |token: &str, key: &[u8], path: &str, body: Value| {
        let request = Request::post(path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", header::HeaderValue::from_bytes(key).unwrap())
            .body(Body::from(body.to_string()));
        office.send(request.unwrap()).await
    };
    let chats = "/api/v1/chat/chats";
    let group = |title: &str| json!({ "kind": "group", "title": title, "members": [bob_id] });
    let first = post(&anna, b"k", chats, group("一")).await;
    assert_eq!(first.status, StatusCode::CREATED, "{first:?}");
    let path = format!("{chats}/{}/messages", first.body["id"].as_str().unwrap());

    // Another body, or another address, under the same key.
    refused(&post(&anna, b"k", chats, group("二")).await, 422, "http.idempotency_key_reused");
    refused(&post(&anna, b"k", &path, json!({ "text": "x" })).await, 422, "http.idempotency_key_reused");
    let again = post(&anna, b"k", chats, group("一")).await;
    assert_eq!((again.status, &again.body["id"]), (StatusCode::CREATED, &first.body["id"]));
    assert_eq!(again.headers["idempotency-replayed"], "true");
    // Keys are everybody's own: another person's request is another request.
    let (_, anna_id) = office.sign_in("anna").await;
    let theirs = json!({ "kind": "group", "title": "一", "members": [anna_id] });
    let theirs = post(&bob, b"k", chats, theirs).await;
    assert_eq!(theirs.status, StatusCode::CREATED, "{theirs:?}");
    assert_ne!(theirs.body["id"], first.body["id"]);
    // What was refused did nothing, and its key may be used for the mended request.
    refused(&post(&anna, b"m", &path, json!({ "text": "" })).await, 422, "chat.empty_message");
    assert_eq!(post(&anna, b"m", &path, json!({ "text": "好" })).await.status, StatusCode::CREATED);

    // A secret is shown once and kept nowhere: under the same key another one is made.
    let token = json!({ "name": "脚本", "scopes": ["people:read"] });
    let (one, two) = (
        post(&anna, b"t", "/api/v1/people/tokens", token.clone()).await,
        post(&anna, b"t", "/api/v1/people/tokens", token).await,
    );
    assert_eq!((one.status, two.status), (StatusCode::CREATED, StatusCode::CREATED), "{two:?}");
    assert_ne!(one.body["token"], two.body["token"]);

    let long = [b'k'; 129];
    for key in [&b""[..], &long, b"\xff\xfe", "键".as_bytes()] {
        refused(&post(&anna, key, chats, group("三")).await, 422, "http.idempotency_key_invalid");
    }
    let large = json!({ "kind": "group", "title": "x".repeat(2 << 20), "members": [] });
    refused(&post(&anna, b"l", chats, large).await, 413, "http.too_large");
    let all = office.call("GET", chats, Some(&anna), None).await.body;
    let titles: Vec<_> =
        all["items"].as_array().unwrap().iter().filter(|chat| chat["kind"] == "group").collect();
    assert_eq!(titles.len(), 2, "{all}");
}

#[tokio::test]
async fn the_same_request_at_once_is_done_once() {
    let office = Office::open().await;
    let (anna, _) = office.sign_in("anna").await;
    let (_, bob_id) = office.sign_in("bob").await;
    let body = json!({ "kind": "group", "title": "同时", "members": [bob_id] }).to_string();
    let one = async || {
        let request = Request::post("/api/v1/chat/chats")
            .header(header::AUTHORIZATION, format!("Bearer {anna}"))
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", "at-once")
            .body(Body::from(body.clone()));
        office.send(request.unwrap()).await
    };
    let replies = futures_util::future::join_all((0..20).map(|_| one())).await;
    for reply in &replies {
        let waits =
            reply.status == StatusCode::CONFLICT && reply.body["code"] == "http.idempotency_in_progress";
        assert!(reply.status == StatusCode::CREATED || waits, "{reply:?}");
    }
    assert!(replies.iter().any(|reply| reply.status == StatusCode::CREATED));
    let all = office.call("GET", "/api/v1/chat/chats", Some(&anna), None).await.body;
    let made = all["items"].as_array().unwrap().iter().filter(|chat| chat["title"] == "同时").count();
    assert_eq!(made, 1, "{all}");
}
