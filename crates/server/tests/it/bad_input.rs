//! Bad input gets words with a stable code, and nothing is half saved.

use axum::body::Body;
use http::{Request, StatusCode, header};
use serde_json::{Value, json};

use crate::office::{Office, PASSWORD, Reply};

async fn group(office: &Office, token: &str, other: &str) -> String {
    let new = json!({ "kind": "group", "title": "组", "members": [other] });
    office.call("POST", "/api/v1/chat/chats", Some(token), Some(new)).await.body["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn raw(method: &str, path: &str, token: &str, body: impl Into<Body>) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/json")
        .body(body.into())
        .unwrap()
}

fn refused(reply: &Reply, status: u16, code: &str) {
    assert_eq!((reply.status.as_u16(), reply.body["code"].as_str()), (status, Some(code)), "{reply:?}");
    assert!(!reply.body["title"].as_str().unwrap_or_default().is_empty());
    assert!(!reply.body["request_id"].as_str().unwrap_or_default().is_empty());
}

#[tokio::test]
async fn messages_that_are_not_messages() {
    let office = Office::open().await;
    let (anna, _) = office.sign_in("anna").await;
    let (_, bob_id) = office.sign_in("bob").await;
    let chat = group(&office, &anna, &bob_id).await;
    let path = format!("/api/v1/chat/chats/{chat}/messages");
    let post = |body: Value| office.call("POST", &path, Some(&anna), Some(body));

    refused(&post(json!({ "text": "长".repeat(20_001) })).await, 422, "chat.message_too_long");
    refused(&post(json!({ "text": " \u{200b}\u{202e}\0 " })).await, 422, "chat.empty_message");
    let crowd: String = (1..10_000).map(|id| format!("<@{id}>")).collect();
    refused(&post(json!({ "text": &crowd[..19_000] })).await, 422, "chat.too_many_mentions");
    refused(&post(json!({ "text": "x", "client_id": "c".repeat(65) })).await, 422, "chat.client_id_invalid");
    refused(&post(json!({ "text": "x", "reply_to": "1" })).await, 422, "chat.reply_not_found");
    refused(&post(json!({ "text": "x", "files": ["1"] })).await, 422, "chat.file_not_found");
    refused(&office.send(raw("POST", &path, &anna, "{\"text\":\"\\ud800\"}")).await, 400, "http.malformed");
    refused(&office.send(raw("POST", &path, &anna, "not json")).await, 400, "http.malformed");
    refused(&office.send(raw("POST", &path, &anna, vec![b'['; 100_000])).await, 400, "http.malformed");
    let huge = format!("{{\"text\":\"{}\"}}", "x".repeat(10 << 20));
    refused(&office.send(raw("POST", &path, &anna, huge)).await, 413, "http.too_large");

    // Nothing of all that was saved: only the note that the group was made.
    let messages = office.call("GET", &path, Some(&anna), None).await.body;
    assert_eq!(messages["items"].as_array().unwrap().len(), 1, "{messages}");
}

#[tokio::test]
async fn what_deceives_is_taken_out_of_what_stays() {
    let office = Office::open().await;
    let (anna, _) = office.sign_in("anna").await;
    let (_, bob_id) = office.sign_in("bob").await;
    let chat = group(&office, &anna, &bob_id).await;
    let path = format!("/api/v1/chat/chats/{chat}/messages");
    let text = "a\u{202e}b\0c\u{200b}<script>alert(1)</script>";
    let reply = office.call("POST", &path, Some(&anna), Some(json!({ "text": text }))).await;
    assert_eq!(reply.body["text"], "abc<script>alert(1)</script>", "{reply:?}");
    let title = json!({ "title": "<img src=x onerror=alert(1)>\n\u{2066}组" });
    let reply = office.call("PATCH", &format!("/api/v1/chat/chats/{chat}"), Some(&anna), Some(title)).await;
    assert_eq!(reply.body["title"], "<img src=x onerror=alert(1)> 组");
}

#[tokio::test]
async fn errors_speak_the_language_of_the_reader() {
    let office = Office::open().await;
    for (language, word) in [("en-GB,zh;q=0.5", "sign in"), ("zh-CN", "登录"), ("fr", "登录")] {
        let request = Request::get("/api/v1/people/me").header(header::ACCEPT_LANGUAGE, language);
        let reply = office.send(request.body(Body::empty()).unwrap()).await;
        refused(&reply, 401, "http.sign_in");
        assert!(reply.body["title"].as_str().unwrap().contains(word), "{reply:?}");
        assert_eq!(reply.headers[header::CONTENT_TYPE], "application/problem+json");
    }
}

#[tokio::test]
async fn a_browser_on_another_site_cannot_use_the_cookie() {
    let office = Office::open().await;
    let (token, _) = office.sign_in("anna").await;
    let request = |site: &str| {
        Request::patch("/api/v1/people/me")
            .header(header::COOKIE, format!("courtyard_session={token}"))
            .header(header::CONTENT_TYPE, "application/json")
            .header("sec-fetch-site", site)
            .body(Body::from("{\"theme\":\"dark\"}"))
            .unwrap()
    };
    refused(&office.send(request("cross-site")).await, 403, "http.cross_origin");
    assert_eq!(office.send(request("same-origin")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn guessing_passwords_is_slowed_and_told() {
    let office = Office::open().await;
    let mut last = None;
    for _ in 0..30 {
        let body = json!({ "login": "anna", "password": "wrong" });
        let reply = office.call("POST", "/api/v1/people/sessions", None, Some(body)).await;
        let stop = reply.status == StatusCode::TOO_MANY_REQUESTS;
        last = Some(reply);
        if stop {
            break;
        }
    }
    refused(&last.unwrap(), 429, "people.too_many_attempts");
    // The right password does not help while the account is locked.
    let body = json!({ "login": "anna", "password": PASSWORD });
    let reply = office.call("POST", "/api/v1/people/sessions", None, Some(body)).await;
    assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS, "{reply:?}");
}

#[tokio::test]
async fn unknown_addresses_and_methods_are_problems_too() {
    let office = Office::open().await;
    let (anna, _) = office.sign_in("anna").await;
    refused(&office.call("GET", "/api/v1/nowhere", Some(&anna), None).await, 404, "http.no_route");
    refused(
        &office.call("PUT", "/api/v1/people/me", Some(&anna), None).await,
        405,
        "http.method_not_allowed",
    );
    refused(
        &office.call("GET", "/api/v1/chat/chats/..%2f..%2fetc", Some(&anna), None).await,
        404,
        "core.not_found",
    );
    refused(
        &office.call("GET", "/api/v1/chat/chats?cursor=x", Some(&anna), None).await,
        400,
        "http.malformed",
    );
}
