//! Changing one's password.

use http::{Method, StatusCode};
use serde_json::json;

use crate::support::{App, LIU, OWNER, PASSWORD, Reply, in_an_office};

async fn change(app: &App, token: &str, current: &str, new: &str) -> Reply {
    let body = json!({ "current": current, "new": new });
    app.node.call(Method::PUT, "/me/password", Some(token), Some(body)).await
}

#[test]
fn a_change_ends_every_other_session() {
    in_an_office(async |app| {
        let (here, there) = (app.token(LIU).await, app.token(LIU).await);
        change(&app, &here, PASSWORD, "a new and better one").await.expect(StatusCode::NO_CONTENT);
        app.node.get("/me", &here).await.ok();
        app.node.get("/me", &there).await.expect(StatusCode::UNAUTHORIZED);
        assert_eq!(app.node.sign_in("liujw", PASSWORD).await.code(), "people.wrong_login");
        app.node.sign_in("liujw", "a new and better one").await.expect(StatusCode::CREATED);
        assert!(app.acts().await.contains(&"people.password.changed".to_owned()));
    });
}

#[test]
fn bad_passwords_are_refused_with_the_reason() {
    in_an_office(async |app| {
        let liu = app.token(LIU).await;
        for (new, fault) in [
            ("short", "new: people.password_too_short"),
            ("password123", "new: people.password_common"),
            ("13800000003", "new: people.password_personal"),
            ("LIUJW@office.example", "new: people.password_personal"),
            (PASSWORD, "new: people.password_same"),
        ] {
            let reply = change(&app, &liu, PASSWORD, new).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(reply.faults(), [fault]);
        }
        let long = "长".repeat(100);
        assert_eq!(change(&app, &liu, PASSWORD, &long).await.faults(), ["new: people.password_too_long"]);
        app.node.sign_in("liujw", PASSWORD).await.expect(StatusCode::CREATED);
    });
}

#[test]
fn guessing_the_present_password_locks_the_account() {
    in_an_office(async |app| {
        let liu = app.token(LIU).await;
        for _ in 0..10 {
            let reply = change(&app, &liu, "wrong", "a new and better one").await;
            assert_eq!(reply.faults(), ["current: people.password_wrong"]);
        }
        assert_eq!(
            change(&app, &liu, PASSWORD, "a new and better one").await.code(),
            "people.too_many_attempts"
        );
        assert_eq!(app.node.sign_in("liujw", PASSWORD).await.code(), "people.too_many_attempts");
    });
}

#[test]
fn the_policy_decides_what_is_good_enough() {
    in_an_office(async |app| {
        let (owner, liu) = (app.token(OWNER).await, app.token(LIU).await);
        let mut policy = app.node.get("/policy", &liu).await.ok().json;
        policy["min_password_length"] = json!(14);
        policy["require_mixed"] = json!(true);
        let put = async |token: &str, body: &serde_json::Value| {
            app.node.call(Method::PUT, "/policy", Some(token), Some(body.clone())).await
        };
        assert_eq!(put(&liu, &policy).await.expect(StatusCode::FORBIDDEN).code(), "people.admins_only");
        put(&owner, &policy).await.ok();
        assert_eq!(
            change(&app, &liu, PASSWORD, "only thirteen").await.faults(),
            ["new: people.password_too_short"]
        );
        assert_eq!(
            change(&app, &liu, PASSWORD, "letters and nothing else").await.faults(),
            ["new: people.password_not_mixed"]
        );
        change(&app, &liu, PASSWORD, "letters and 1 digit").await.expect(StatusCode::NO_CONTENT);
        assert_eq!(
            app.audited().await[1].summary,
            "Changed the sign-in policy: shortest password, mixed characters"
        );
        policy["lock_minutes"] = json!(0);
        let faults = put(&owner, &policy).await.expect(StatusCode::UNPROCESSABLE_ENTITY).faults();
        assert_eq!(faults, ["lock_minutes: people.out_of_range"]);
    });
}
