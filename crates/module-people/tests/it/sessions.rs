//! Sessions and tokens: how long they last, and that they end at once.

use http::{Method, StatusCode, header};
use kernel::Millis;
use serde_json::json;

use crate::support::{LIU, OWNER, PASSWORD, SESSION_ENDS_MS, in_an_office};

#[test]
fn people_see_and_end_their_own_sessions() {
    in_an_office(async |app| {
        let (phone, desk) = (app.token(LIU).await, app.token(LIU).await);
        let list = app.node.get("/sessions", &desk).await.ok();
        let items = list.json["items"].as_array().unwrap();
        assert_eq!(items.len(), 2);
        assert_eq!(items.iter().filter(|item| item["current"] == true).count(), 1);
        assert_eq!(items[0]["agent"], "tests");
        let other = items.iter().find(|item| item["current"] == false).unwrap()["id"].as_str().unwrap();

        app.node.delete(&format!("/sessions/{other}"), &desk).await.expect(StatusCode::NO_CONTENT);
        assert_eq!(app.node.get("/me", &phone).await.code(), "http.sign_in");
        assert_eq!(
            app.node.delete(&format!("/sessions/{other}"), &desk).await.code(),
            "people.session_not_found"
        );
        // Nobody ends somebody else's.
        let owner = app.token(OWNER).await;
        let mine =
            app.node.get("/sessions", &desk).await.ok().json["items"][0]["id"].as_str().unwrap().to_owned();
        let refused = app.node.delete(&format!("/sessions/{mine}"), &owner).await;
        assert_eq!((refused.status, refused.code()), (StatusCode::NOT_FOUND, "people.session_not_found"));

        let out = app.node.delete("/sessions/current", &desk).await.expect(StatusCode::NO_CONTENT);
        assert!(out.headers[header::SET_COOKIE].to_str().unwrap().contains("Max-Age=0"));
        app.node.get("/me", &desk).await.expect(StatusCode::UNAUTHORIZED);
        assert_eq!(app.acts().await.iter().filter(|kind| *kind == "people.session.ended").count(), 2);
    });
}

#[test]
fn a_session_lasts_while_it_is_used() {
    in_an_office(async |app| {
        let (used, idle) = (app.token(LIU).await, app.token(LIU).await);
        for _ in 0..4 {
            app.pass(20 * Millis::DAY);
            app.node.get("/me", &used).await.ok();
            let db = app.node.core.db.clone();
            let now = app.store.clock.now();
            testkit::wait_until("the use of the session to be written", async || {
                db.read(move |tx| {
                    Box::pin(async move {
                        let sql = "SELECT 1 FROM people_sessions WHERE seen_at = $1 LIMIT 1";
                        Ok(tx.opt(sql, platform_db::args![now]).await?.is_some())
                    })
                })
                .await
                .unwrap()
            })
            .await;
        }
        app.node.get("/me", &idle).await.expect(StatusCode::UNAUTHORIZED);
        app.node.get("/me", &used).await.ok();
        app.pass(SESSION_ENDS_MS);
        app.node.get("/me", &used).await.expect(StatusCode::UNAUTHORIZED);
    });
}

#[test]
fn a_token_does_what_its_scopes_allow_until_it_is_revoked() {
    in_an_office(async |app| {
        let owner = app.token(OWNER).await;
        let body = json!({ "name": "  sync\u{202e} ", "scopes": ["people:read", "people:read"] });
        let made = app.node.post("/tokens", &owner, body).await.expect(StatusCode::CREATED);
        assert_eq!(
            (made.text("name").as_str(), made.json["scopes"].clone()),
            ("sync", json!(["people:read"]))
        );
        let token = made.text("token");

        app.node.get("/users", &token).await.ok();
        let new = json!({ "name": "新人" });
        assert_eq!(app.node.post("/users", &token, new).await.code(), "http.scope_missing");
        // Who found a token must not lock its owner out.
        assert_eq!(app.node.get("/tokens", &token).await.code(), "people.own_session_needed");
        let writing = json!({ "name": "w", "scopes": ["people:write", "people:read"] });
        let writing =
            app.node.post("/tokens", &owner, writing).await.expect(StatusCode::CREATED).text("token");
        let change = json!({ "current": PASSWORD, "new": "another good one" });
        let refused = app.node.call(Method::PUT, "/me/password", Some(&writing), Some(change)).await;
        assert_eq!(refused.code(), "people.own_session_needed");
        assert_eq!(
            app.node.post("/tokens", &writing, json!({ "name": "x", "scopes": ["admin"] })).await.code(),
            "people.own_session_needed"
        );
        let policy = app.node.get("/policy", &owner).await.ok().json;
        let refused = app.node.call(Method::PUT, "/policy", Some(&writing), Some(policy)).await;
        assert_eq!(refused.code(), "http.scope_missing");
        app.node.post("/users", &writing, json!({ "name": "新人" })).await.expect(StatusCode::CREATED);

        let list = app.node.get("/tokens", &owner).await.ok();
        assert_eq!(list.names(), ["w", "sync"]);
        assert!(list.json["items"][1]["token"].is_null());
        let path = format!("/tokens/{}", made.id());
        app.node.delete(&path, &owner).await.expect(StatusCode::NO_CONTENT);
        app.node.get("/users", &token).await.expect(StatusCode::UNAUTHORIZED);
        assert_eq!(app.node.delete(&path, &owner).await.code(), "people.token_not_found");
        assert_eq!(app.acts().await[0], "people.token.revoked");
    });
}

#[test]
fn tokens_expire_and_are_checked() {
    in_an_office(async |app| {
        let liu = app.token(LIU).await;
        let now = app.store.clock.now();
        let bad = json!({ "name": " ", "scopes": [], "expires_at": now });
        let reply = app.node.post("/tokens", &liu, bad).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            reply.faults(),
            ["name: people.required", "scopes: people.scopes_empty", "expires_at: people.expiry_past"]
        );
        let scopes = json!(["people:read"]);
        let body = json!({ "name": "day", "scopes": scopes, "expires_at": now.plus(Millis::DAY) });
        let token = app.node.post("/tokens", &liu, body).await.expect(StatusCode::CREATED).text("token");
        app.pass(Millis::DAY - 1);
        app.node.get("/me", &token).await.ok();
        app.pass(1);
        app.node.get("/me", &token).await.expect(StatusCode::UNAUTHORIZED);
        for n in 0..50 {
            let body = json!({ "name": n.to_string(), "scopes": scopes });
            app.node.post("/tokens", &liu, body).await.expect(StatusCode::CREATED);
        }
        let body = json!({ "name": "one more", "scopes": scopes });
        assert_eq!(app.node.post("/tokens", &liu, body).await.code(), "people.too_many_tokens");
    });
}

#[test]
fn what_is_no_secret_of_ours_is_nobody() {
    in_an_office(async |app| {
        let real = app.token(LIU).await;
        for fake in
            ["", "x", "cy_", &real[..45], &format!("{real}="), &real.to_lowercase(), &"c".repeat(5_000)]
        {
            app.node.get("/me", fake).await.expect(StatusCode::UNAUTHORIZED);
        }
        app.node.get("/me", &real).await.ok();
    });
}
