//! Giving and taking roles.

use http::StatusCode;
use kernel::{Id, Page};
use serde_json::{Value, json};

use crate::support::{
    ADMIN, App, CHANGED, EDUCATION, HEALTH, LIU, OWNER, Reply, SCOPED, SHAN, in_an_office, kinds,
};

async fn grant(app: &App, token: &str, user: Id, role: &str, department: Value) -> Reply {
    app.node.post("/roles", token, json!({ "user": user, "role": role, "department": department })).await
}

#[test]
fn everybody_sees_whom_to_ask() {
    in_an_office(async |app| {
        let liu = app.token(LIU).await;
        let roles = app.node.get("/roles", &liu).await.ok();
        let items: Vec<String> = roles.json["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| format!("{} {} {}", item["user"]["name"], item["role"], item["department"]["name"]))
            .collect();
        assert_eq!(
            items,
            ["\"王芳\" \"owner\" null", "\"李雷\" \"admin\" null", "\"韩梅\" \"admin\" \"教育局\""]
        );
        let me = app.node.get("/me", &app.token(SCOPED).await).await.ok();
        assert_eq!(me.json["roles"][0]["department"]["name"], "教育局");
        assert_eq!(me.json["permissions"]["manage_people"], true);
        assert_eq!(me.json["permissions"]["manage_policy"], false);
        let me = app.node.get("/me", &liu).await.ok();
        assert!(me.json["permissions"].as_object().unwrap().values().all(|allowed| *allowed == json!(false)));
    });
}

#[test]
fn nobody_gives_what_they_do_not_hold() {
    in_an_office(async |mut app| {
        let (owner, admin) = (app.token(OWNER).await, app.token(ADMIN).await);
        let (scoped, liu) = (app.token(SCOPED).await, app.token(LIU).await);
        let (shan, health) = (app.people[SHAN], json!(app.departments[HEALTH]));
        for token in [&scoped, &admin] {
            for role in ["owner", "admin"] {
                assert_eq!(grant(&app, token, shan, role, Value::Null).await.code(), "people.owners_only");
            }
        }
        assert_eq!(
            grant(&app, &scoped, shan, "admin", json!(app.departments[EDUCATION])).await.code(),
            "people.owners_only"
        );
        assert_eq!(
            grant(&app, &liu, app.people[LIU], "owner", Value::Null).await.code(),
            "people.admins_only"
        );
        app.node.committed();

        let given = grant(&app, &admin, shan, "admin", health.clone()).await.expect(StatusCode::CREATED);
        assert_eq!(given.json["department"]["name"], "卫健局");
        assert_eq!(kinds(&app.node.committed()), CHANGED);
        // It holds from now on, in the session that is open.
        let shan_token = app.token(SHAN).await;
        app.node.patch(&app.user(SHAN), &shan_token, json!({ "employee_no": "S1" })).await.ok();
        let again = grant(&app, &owner, shan, "admin", health).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(again.faults(), ["role: people.role_held"]);
        let scoped_owner = grant(&app, &owner, shan, "owner", json!(app.departments[HEALTH])).await;
        assert_eq!(scoped_owner.faults(), ["department: people.owner_not_scoped"]);
        assert_eq!(grant(&app, &owner, Id(7), "admin", Value::Null).await.code(), "people.user_not_found");
        assert_eq!(
            grant(&app, &owner, shan, "admin", json!("7")).await.faults(),
            ["department: people.department_unknown"]
        );

        let path = format!("/roles/{}", given.id());
        assert_eq!(app.node.delete(&path, &scoped).await.code(), "people.owners_only");
        app.node.delete(&path, &admin).await.expect(StatusCode::NO_CONTENT);
        let refused = app.node.patch(&app.user(SHAN), &shan_token, json!({ "employee_no": "S2" })).await;
        assert_eq!(refused.code(), "people.admins_only");
        assert_eq!(app.node.delete(&path, &admin).await.code(), "people.role_not_found");
        assert_eq!(app.audited().await[0].summary, "Took a role from 单雄信: administrator 卫健局");
    });
}

#[test]
fn whoever_gets_a_role_is_told() {
    in_an_office(async |app| {
        let owner = app.token(OWNER).await;
        grant(&app, &owner, app.people[SHAN], "admin", json!(app.departments[HEALTH]))
            .await
            .expect(StatusCode::CREATED);
        let (notify, org, user) = (app.node.core.notify.clone(), app.org, app.people[SHAN]);
        let texts = app
            .node
            .core
            .db
            .read(move |tx| {
                Box::pin(async move {
                    let list = notify.list(tx, org, user, true, &Page::default()).await?;
                    Ok(list
                        .items
                        .iter()
                        .map(|n| notify.render(n, kernel::Locale::ZhCn).text)
                        .collect::<Vec<_>>())
                })
            })
            .await
            .unwrap();
        assert_eq!(texts, ["王芳 将你设为“卫健局”及其下级部门的管理员"]);
    });
}

#[test]
fn the_last_owner_keeps_the_role() {
    in_an_office(async |app| {
        let owner = app.token(OWNER).await;
        let roles = app.node.get("/roles", &owner).await.ok();
        let first = roles.json["items"][0]["id"].as_str().unwrap().to_owned();
        let refused = app.node.delete(&format!("/roles/{first}"), &owner).await.expect(StatusCode::CONFLICT);
        assert_eq!(refused.code(), "people.last_owner");
        // An invited owner cannot sign in yet and does not count.
        let new =
            app.node.post("/users", &owner, json!({ "name": "新人" })).await.expect(StatusCode::CREATED);
        grant(&app, &owner, new.id().parse().unwrap(), "owner", Value::Null)
            .await
            .expect(StatusCode::CREATED);
        assert_eq!(app.node.delete(&format!("/roles/{first}"), &owner).await.code(), "people.last_owner");
        grant(&app, &owner, app.people[ADMIN], "owner", Value::Null).await.expect(StatusCode::CREATED);
        app.node.delete(&format!("/roles/{first}"), &owner).await.expect(StatusCode::NO_CONTENT);
        assert_eq!(app.node.get("/me", &owner).await.ok().json["roles"], json!([]));
    });
}

#[test]
fn two_owners_cannot_demote_each_other_at_once() {
    in_an_office(async |app| {
        let owner = app.token(OWNER).await;
        grant(&app, &owner, app.people[ADMIN], "owner", Value::Null).await.expect(StatusCode::CREATED);
        let second = app.token(ADMIN).await;
        let (a, b) = (format!("{}/suspend", app.user(ADMIN)), format!("{}/suspend", app.user(OWNER)));
        let (first, other) = tokio::join!(
            app.node.call(http::Method::POST, &a, Some(&owner), None),
            app.node.call(http::Method::POST, &b, Some(&second), None),
        );
        let done = [&first, &other].iter().filter(|reply| reply.status == StatusCode::OK).count();
        assert_eq!(done, 1, "{first:?} {other:?}");
    });
}
