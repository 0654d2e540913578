//! Signing in: by which names, what is refused, and what is counted.

use http::{Method, StatusCode, header};
use kernel::Millis;
use serde_json::json;

use crate::support::{App, LIU, PASSWORD, in_an_office};

#[test]
fn one_signs_in_by_login_email_mobile_and_employee_number() {
    in_an_office(async |app| {
        for name in ["liujw", " LiuJW ", "LIUJW@office.example", "13800000003", "+86 138-0000-0003", "a003"] {
            let reply = app.node.sign_in(name, PASSWORD).await.expect(StatusCode::CREATED);
            assert_eq!(reply.json["user"], json!({ "id": app.people[LIU], "name": "刘竞文" }), "{name}");
            assert_eq!(reply.json["must_change_password"], false);
            let token = reply.text("token");
            assert!(token.starts_with("cy_") && token.len() == 46, "{token}");
            let me = app.node.get("/me", &token).await.ok();
            assert_eq!(me.json["user"]["login"], "liujw");
        }
    });
}

#[test]
fn the_browser_gets_a_cookie_that_scripts_cannot_read() {
    in_an_office(async |app| {
        let reply = app.node.sign_in("liujw", PASSWORD).await.expect(StatusCode::CREATED);
        let cookie = reply.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
        let token = reply.text("token");
        assert!(cookie.starts_with(&format!("courtyard_session={token}; Path=/; HttpOnly; SameSite=Lax; ")));
        assert!(!cookie.contains("Secure"), "this office has no https: {cookie}");
        let request = http::Request::builder()
            .uri("/api/v1/people/me")
            .header(header::COOKIE, format!("a=b; courtyard_session={token}"))
            .body(axum::body::Body::empty())
            .unwrap();
        app.node.send(request).await.ok();
    });
}

#[test]
fn wrong_login_and_wrong_password_look_alike() {
    in_an_office(async |app| {
        let wrong = app.node.sign_in("liujw", "wrong password").await.expect(StatusCode::UNAUTHORIZED);
        let nobody = app.node.sign_in("nobody", PASSWORD).await.expect(StatusCode::UNAUTHORIZED);
        assert_eq!(wrong.code(), "people.wrong_login");
        assert_eq!(wrong.json["title"], nobody.json["title"]);
        for (login, password) in [
            ("", ""),
            ("liujw\0", "wrong"),
            ("'; --", PASSWORD),
            ("liujw", &"长".repeat(10_000)),
            (&"x".repeat(9_000), "y"),
        ] {
            let reply = app.node.sign_in(login, password).await;
            assert_eq!(reply.code(), "people.wrong_login");
        }
        let failures = app.audited().await;
        assert!(failures.iter().filter(|record| record.kind == "people.session.refused").count() >= 7);
        assert!(failures.iter().all(|record| !record.detail.to_string().contains("wrong password")));
    });
}

#[test]
fn an_account_is_locked_for_a_while_whichever_name_is_used() {
    in_an_office(async |app| {
        for n in 0..10 {
            let name = if n % 2 == 0 { "liujw" } else { "13800000003" };
            assert_eq!(app.node.sign_in(name, "wrong").await.code(), "people.wrong_login", "attempt {n}");
        }
        let locked = app.node.sign_in("liujw", PASSWORD).await.expect(StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(locked.code(), "people.too_many_attempts");
        assert_eq!(locked.json["params"]["minutes"], "15");
        assert_eq!(locked.headers[header::RETRY_AFTER], "900");
        app.node.sign_in("shanxx", PASSWORD).await.expect(StatusCode::CREATED);

        // Trying on does not make the lock longer.
        app.pass(14 * Millis::MINUTE);
        assert_eq!(app.node.sign_in("a003", "wrong").await.code(), "people.too_many_attempts");
        app.pass(Millis::MINUTE);
        app.node.sign_in("liujw", PASSWORD).await.expect(StatusCode::CREATED);
        // And success begins anew.
        for _ in 0..9 {
            assert_eq!(app.node.sign_in("liujw", "wrong").await.code(), "people.wrong_login");
        }
        app.node.sign_in("liujw", PASSWORD).await.expect(StatusCode::CREATED);
    });
}

#[test]
fn an_address_is_locked_after_many_accounts_failed() {
    in_an_office(async |app| {
        for n in 0..100 {
            let reply = app.node.sign_in(&format!("guess{n}"), "wrong").await;
            assert_eq!(reply.code(), "people.wrong_login", "attempt {n}");
        }
        assert_eq!(app.node.sign_in("liujw", PASSWORD).await.code(), "people.too_many_attempts");
        app.pass(15 * Millis::MINUTE);
        app.node.sign_in("liujw", PASSWORD).await.expect(StatusCode::CREATED);
    });
}

#[test]
fn attempts_at_once_do_not_slip_through() {
    in_an_office(async |app| {
        let attempts = (0..40).map(|_| app.node.sign_in("liujw", "wrong"));
        let mut wrong = 0;
        for reply in join_all(attempts).await {
            wrong += usize::from(reply.code() == "people.wrong_login");
        }
        assert_eq!(wrong, 10);
    });
}

async fn join_all<T>(futures: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut waiting: Vec<_> = futures.map(Box::pin).collect();
    let mut done: Vec<Option<T>> = waiting.iter().map(|_| None).collect();
    std::future::poll_fn(move |cx| {
        for (future, slot) in waiting.iter_mut().zip(&mut done) {
            if slot.is_none()
                && let std::task::Poll::Ready(value) = future.as_mut().poll(cx)
            {
                *slot = Some(value);
            }
        }
        if done.iter().all(Option::is_some) {
            return std::task::Poll::Ready(done.iter_mut().filter_map(Option::take).collect());
        }
        std::task::Poll::Pending
    })
    .await
}

#[test]
fn what_is_no_sign_in_is_refused_before_anything_is_looked_up() {
    in_an_office(async |app| {
        let call = async |body: serde_json::Value| {
            app.node.call(Method::POST, "/sessions", None, Some(body)).await.expect(StatusCode::BAD_REQUEST)
        };
        call(json!({ "login": "liujw" })).await;
        call(json!({ "login": 5, "password": [] })).await;
        call(json!([])).await;
        assert_eq!(app.acts().await.iter().filter(|kind| kind.contains("session")).count(), 0);
    });
}

#[test]
fn every_sign_in_is_in_the_audit_log() {
    in_an_office(async |app: App| {
        app.token(LIU).await;
        app.node.sign_in("liujw", "wrong").await;
        let log = app.audited().await;
        assert_eq!(
            (log[0].kind.as_str(), log[0].summary.as_str()),
            ("people.session.refused", "A sign-in failed: 刘竞文")
        );
        assert_eq!(log[0].target, Some(format!("user:{}", app.people[LIU])));
        assert_eq!((log[1].kind.as_str(), log[1].actor), ("people.session.started", Some(app.people[LIU])));
        assert_eq!(log[1].ip.as_deref(), Some("127.0.0.1"));
        assert_eq!(log[1].detail["agent"], "tests");
    });
}
