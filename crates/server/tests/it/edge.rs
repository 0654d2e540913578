//! What stands around every request: headers, limits, figures, modules that are off.

use axum::body::Body;
use http::{HeaderMap, Request, StatusCode, header};
use serde_json::json;
use tower::ServiceExt;

use crate::office::{Office, PASSWORD};
use crate::served::{Served, call};
use crate::wire::Wire;

fn text<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

#[tokio::test]
async fn every_reply_says_what_browsers_may_do_with_it() {
    let office = Served::open().await;
    for path in ["/", "/people", "/api/v1/people/me", "/api/v1/nothing"] {
        let reply = call(office.address, "GET", path, None, None).await.unwrap();
        let policy = text(&reply.headers, "content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("script-src 'self';"),
            "{path}: {policy}"
        );
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(text(&reply.headers, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(text(&reply.headers, "referrer-policy"), "same-origin", "{path}");
        assert_eq!(text(&reply.headers, "x-frame-options"), "DENY", "{path}");
        // Over plain HTTP, as here, a promise of HTTPS would lock people out.
        assert_eq!(text(&reply.headers, "strict-transport-security"), "", "{path}");
    }
}

#[tokio::test]
async fn behind_https_cookies_and_browsers_stay_there() {
    let office =
        Office::open_with(|config| config.server.public_url = Some("https://office.example".to_owned()))
            .await;
    let body = json!({ "login": "anna", "password": PASSWORD });
    let reply = office.call("POST", "/api/v1/people/sessions", None, Some(body)).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{reply:?}");
    let cookie = text(&reply.headers, "set-cookie");
    for word in ["; Secure", "; HttpOnly", "; SameSite=Lax"] {
        assert!(cookie.contains(word), "{cookie}");
    }
    assert_eq!(text(&reply.headers, "strict-transport-security"), "max-age=31536000");
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_back() {
    let office = Office::open_with(|config| {
        config.limits.requests_per_second = 1;
        config.limits.burst = 3;
    })
    .await;
    let ask = async |token: Option<&str>| office.call("GET", "/api/v1/people/org", token, None).await;
    let (anna, _) = office.sign_in("anna").await;
    // Signing in took one of the three that this address has; a person has three of their own.
    for left in [true, true, false] {
        let reply = ask(None).await;
        assert_eq!(reply.status != StatusCode::TOO_MANY_REQUESTS, left, "{reply:?}");
    }
    let refused = ask(None).await;
    assert_eq!(refused.body["code"], "http.too_many_requests", "{refused:?}");
    let wait: u64 = text(&refused.headers, "retry-after").parse().unwrap();
    assert!((1..=3).contains(&wait), "{wait}");
    assert_eq!(ask(Some(&anna)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_module_that_is_off_is_not_there_and_the_others_are() {
    let office = Office::open_with(|config| {
        config.modules.chat = false;
        config.modules.admin = false;
    })
    .await;
    let (owner, id) = office.sign_in("owner").await;
    let get = async |path: &str| office.call("GET", path, Some(&owner), None).await;
    assert_eq!(get("/api/v1/people/me").await.body["modules"], json!(["people", "core"]));
    for path in ["/api/v1/chat/chats", "/api/v1/admin/jobs"] {
        let request = Request::builder().uri(path).header(header::AUTHORIZATION, format!("Bearer {owner}"));
        // Not in the documents either, so it goes past what holds replies against them.
        let reply = office.api.router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(reply.status(), StatusCode::NOT_FOUND, "{path}");
    }
    // What others would have added to is whole without them.
    let found = get("/api/v1/core/search?q=anna").await;
    assert_eq!(found.body["groups"][0]["items"][0]["title"]["text"], "单安娜", "{found:?}");
    assert_eq!(get("/api/v1/people/users?q=dan").await.body["items"][0]["name"], "单安娜");
    assert_eq!(get(&format!("/api/v1/core/objects/{id}/access/explain")).await.status, StatusCode::OK);
    assert_eq!(get("/api/v1/core/notifications").await.status, StatusCode::OK);

    let whole = Office::open().await;
    let (owner, _) = whole.sign_in("owner").await;
    let me = whole.call("GET", "/api/v1/people/me", Some(&owner), None).await;
    assert_eq!(me.body["modules"], json!(["people", "core", "chat", "admin"]));
}

#[tokio::test]
async fn a_head_that_never_ends_holds_nobody_up() {
    let office = Served::open().await;
    let mut slow = Wire::open(office.address).await;
    slow.send("GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow: ").await;
    let reply = call(office.address, "GET", "/healthz", None, None).await.unwrap();
    assert_eq!(reply.status, StatusCode::OK);
}

#[tokio::test]
async fn why_something_is_seen_is_told() {
    let office = Office::open().await;
    let (anna, anna_id) = office.sign_in("anna").await;
    let (bob, bob_id) = office.sign_in("bob").await;
    let (_, owner_id) = office.sign_in("owner").await;
    let new = json!({ "kind": "group", "title": "组", "members": [owner_id] });
    let chat = office.call("POST", "/api/v1/chat/chats", Some(&anna), Some(new)).await;
    assert_eq!(chat.status, StatusCode::CREATED, "{chat:?}");
    let chat = chat.body["id"].as_str().unwrap().to_owned();
    let why = async |token: &str, id: &str, more: &str| {
        office
            .call("GET", &format!("/api/v1/core/objects/{id}/access/explain{more}"), Some(token), None)
            .await
    };
    let own = why(&anna, &chat, "").await;
    assert_eq!((&own.body["level"], &own.body["reasons"][0]["text"]), (&json!("view"), &json!("会话的成员")));
    let person = why(&bob, &anna_id, "").await;
    assert_eq!(person.body["reasons"][0]["text"], "通讯录对组织内所有人可见", "{person:?}");
    // Who is no member learns nothing, and of others nobody but whom the object's list names.
    assert_eq!(why(&bob, &chat, "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(why(&anna, &chat, &format!("?user={bob_id}")).await.status, StatusCode::NOT_FOUND);
}
