//! Suspending, coming back, leaving.

use http::{Method, StatusCode};
use serde_json::json;

use crate::support::{
    ADMIN, App, EDUCATION_OFFICE, LIU, OWNER, PASSWORD, Reply, SCOPED, SHAN, in_an_office, kinds,
};

async fn step(app: &App, token: &str, who: usize, step: &str) -> Reply {
    app.node.call(Method::POST, &format!("{}/{step}", app.user(who)), Some(token), None).await
}

#[test]
fn a_suspended_person_is_out_at_once_and_marked() {
    in_an_office(async |mut app| {
        let (admin, liu) = (app.token(ADMIN).await, app.token(LIU).await);
        let token = json!({ "name": "bot", "scopes": ["people:read"] });
        let bot = app.node.post("/tokens", &liu, token).await.expect(StatusCode::CREATED).text("token");
        app.node.get("/me", &bot).await.ok();
        app.node.committed();

        let suspended = step(&app, &admin, LIU, "suspend").await.ok();
        assert_eq!(suspended.json["state"], "suspended");
        assert_eq!(kinds(&app.node.committed()), ["people.user.suspended.v1"]);
        app.node.get("/me", &liu).await.expect(StatusCode::UNAUTHORIZED);
        app.node.get("/me", &bot).await.expect(StatusCode::UNAUTHORIZED);
        let refused = app.node.sign_in("liujw", PASSWORD).await.expect(StatusCode::FORBIDDEN);
        assert_eq!(refused.code(), "people.account_suspended");
        // Who does not know the password learns nothing.
        assert_eq!(app.node.sign_in("liujw", "wrong").await.code(), "people.wrong_login");
        let found = app.node.get("/users?q=liujingwen", &admin).await.ok();
        assert_eq!(found.json["items"][0]["state"], "suspended");
        assert_eq!(app.node.get("/users?state=suspended", &admin).await.ok().names(), ["刘竞文"]);
        assert_eq!(step(&app, &admin, LIU, "suspend").await.code(), "people.state_conflict");

        step(&app, &admin, LIU, "reactivate").await.ok();
        app.node.get("/me", &liu).await.expect(StatusCode::UNAUTHORIZED);
        app.node.get("/me", &bot).await.ok();
        app.node.sign_in("liujw", PASSWORD).await.expect(StatusCode::CREATED);
        assert_eq!(step(&app, &admin, LIU, "reactivate").await.code(), "people.state_conflict");
    });
}

#[test]
fn who_left_gives_numbers_back_and_keeps_a_mark() {
    in_an_office(async |app| {
        let owner = app.token(OWNER).await;
        let scoped = app.token(SCOPED).await;
        step(&app, &owner, SCOPED, "leave").await.ok();
        app.node.get("/me", &scoped).await.expect(StatusCode::UNAUTHORIZED);
        // Hidden from lists, but whoever reported to them still sees to whom.
        assert!(!app.node.get("/users", &owner).await.ok().names().contains(&"韩梅".to_owned()));
        assert_eq!(app.node.get("/users?q=hanmei", &owner).await.ok().names(), Vec::<String>::new());
        assert_eq!(app.node.get("/users?q=hanmei&state=left", &owner).await.ok().names(), ["韩梅"]);
        let liu = app.node.get(&app.user(LIU), &owner).await.ok();
        assert_eq!(
            (liu.json["manager"]["name"].clone(), liu.json["manager"]["state"].clone()),
            (json!("韩梅"), json!("left"))
        );
        let roles = app.node.get("/roles", &owner).await.ok();
        assert_eq!(roles.json["items"].as_array().unwrap().len(), 2);
        let member = app.token(LIU).await;
        assert_eq!(app.node.get("/users?state=left", &member).await.code(), "people.admins_only");

        // The number belongs to somebody else now.
        let taken = json!({ "phones": [{ "number": "13800000002" }], "email": "scoped@office.example" });
        app.node.patch(&app.user(LIU), &owner, taken).await.ok();
        let clash = step(&app, &owner, SCOPED, "reactivate").await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(clash.code(), "core.invalid");
        assert!(clash.faults()[0].ends_with("_taken"), "{:?}", clash.faults());
        let free = json!({ "phones": [], "email": null });
        app.node.patch(&app.user(LIU), &owner, free).await.ok();
        let back = step(&app, &owner, SCOPED, "reactivate").await.ok();
        assert_eq!(
            (back.json["state"].clone(), back.json["left_at"].clone()),
            (json!("active"), json!(null))
        );
        app.node.sign_in("13800000002", PASSWORD).await.expect(StatusCode::CREATED);
        let again = app.node.get("/me", &app.token(SCOPED).await).await.ok();
        assert_eq!(again.json["roles"], json!([]), "roles do not come back by themselves");
    });
}

#[test]
fn the_last_owner_stays() {
    in_an_office(async |app| {
        let (owner, admin) = (app.token(OWNER).await, app.token(ADMIN).await);
        for act in ["suspend", "leave"] {
            assert_eq!(step(&app, &owner, OWNER, act).await.code(), "people.not_on_yourself");
            let refused = step(&app, &admin, OWNER, act).await.expect(StatusCode::FORBIDDEN);
            assert_eq!(refused.code(), "people.above_you");
            let error = match act {
                "suspend" => app.node.admin.suspend("owner").await.unwrap_err(),
                _ => app.node.admin.leave("owner").await.unwrap_err(),
            };
            assert_eq!(error.code().id, "people.last_owner");
        }
        let second = json!({ "user": app.people[SHAN], "role": "owner" });
        app.node.post("/roles", &owner, second).await.expect(StatusCode::CREATED);
        let shan = app.token(SHAN).await;
        step(&app, &shan, OWNER, "suspend").await.ok();
        assert_eq!(app.node.admin.suspend("shanxx").await.unwrap_err().code().id, "people.last_owner");
        step(&app, &shan, OWNER, "reactivate").await.ok();
    });
}

#[test]
fn admins_of_a_department_manage_its_own_people_only() {
    in_an_office(async |app| {
        let scoped = app.token(SCOPED).await;
        step(&app, &scoped, LIU, "suspend").await.ok();
        step(&app, &scoped, LIU, "reactivate").await.ok();
        for (who, code) in [
            (SHAN, "people.out_of_scope"),
            (ADMIN, "people.out_of_scope"),
            (SCOPED, "people.not_on_yourself"),
        ] {
            for act in ["suspend", "reset-password"] {
                assert_eq!(step(&app, &scoped, who, act).await.code(), code, "{who} {act}");
            }
        }
        // An admin of everything who works in the department stands above.
        let owner = app.token(OWNER).await;
        let moved = json!({ "departments": [{ "id": app.departments[EDUCATION_OFFICE] }] });
        app.node.patch(&app.user(ADMIN), &owner, moved).await.ok();
        assert_eq!(step(&app, &scoped, ADMIN, "reset-password").await.code(), "people.above_you");
        let member = app.token(LIU).await;
        assert_eq!(step(&app, &member, SHAN, "suspend").await.code(), "people.admins_only");
    });
}
