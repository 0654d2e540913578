//! What nobody may reach: other people's accounts by way of the tree, of a token, or of an export.

use http::{Method, StatusCode};
use kernel::Scope;
use serde_json::json;

use crate::support::{ADMIN, EDUCATION, EDUCATION_OFFICE, HEALTH, LIU, OWNER, SCOPED, SHAN, in_an_office};

#[test]
fn whoever_belongs_nowhere_is_nobody_elses_to_take() {
    in_an_office(async |app| {
        let (admin, scoped) = (app.token(ADMIN).await, app.token(SCOPED).await);
        let shan = app.user(SHAN);
        app.node.patch(&shan, &admin, json!({ "departments": [] })).await.ok();
        let education = json!({ "departments": [{ "id": app.departments[EDUCATION] }] });
        assert_eq!(app.node.patch(&shan, &scoped, education.clone()).await.code(), "people.out_of_scope");
        let heads = json!({ "heads": [app.people[SCOPED], app.people[SHAN]] });
        let taken = app.node.patch(&app.department(EDUCATION), &scoped, heads.clone()).await;
        assert_eq!(taken.code(), "people.out_of_scope");
        let reset = app.node.call(Method::POST, &format!("{shan}/reset-password"), Some(&scoped), None).await;
        assert_eq!(reset.code(), "people.out_of_scope");
        // Admins of everything place them; from then on they belong there.
        app.node.patch(&app.department(EDUCATION), &admin, heads).await.ok();
        let reset = app.node.call(Method::POST, &format!("{shan}/reset-password"), Some(&scoped), None).await;
        reset.expect(StatusCode::CREATED);
    });
}

#[test]
fn a_token_neither_becomes_somebody_nor_makes_administrators() {
    in_an_office(async |app| {
        let scopes = vec![Scope::PeopleRead, Scope::PeopleWrite];
        let token = app.node.admin.create_token("owner", "sync", scopes, None).await.unwrap();
        let reset = format!("{}/reset-password", app.user(LIU));
        let refused = app.node.call(Method::POST, &reset, Some(&token), None).await;
        assert_eq!(refused.code(), "people.own_session_needed");
        let role = json!({ "user": app.people[LIU], "role": "owner" });
        let refused = app.node.post("/roles", &token, role.clone()).await;
        assert_eq!((refused.status, refused.code()), (StatusCode::FORBIDDEN, "http.scope_missing"));
        let owner = app.token(OWNER).await;
        let held = app.node.post("/roles", &owner, role).await.expect(StatusCode::CREATED).id();
        assert_eq!(app.node.delete(&format!("/roles/{held}"), &token).await.code(), "http.scope_missing");
        // What the scope is for goes on.
        let changed = app.node.patch(&app.user(LIU), &token, json!({ "name": "刘竞武" })).await;
        assert_eq!(changed.ok().json["name"], "刘竞武");
    });
}

#[test]
fn a_place_that_is_not_named_stays() {
    in_an_office(async |app| {
        let admin = app.token(ADMIN).await;
        let (education, office) = (app.departments[EDUCATION], app.departments[EDUCATION_OFFICE]);
        let places = |order: Option<i64>, title: &str| {
            json!({ "departments": [
                { "id": office, "title": title, "order": order, "primary": true }, { "id": education, "order": 9 },
            ] })
        };
        app.node.patch(&app.user(LIU), &admin, places(Some(30), "科员")).await.ok();
        app.node.patch(&app.user(LIU), &admin, places(None, "科长")).await.ok();
        let (table, _) = app.node.admin.export(false, kernel::Locale::ZhCn).await.unwrap();
        let table = String::from_utf8(table).unwrap();
        let row = table.lines().find(|line| line.contains("刘竞文")).unwrap();
        assert!(row.contains("30;9"), "{row}");
    });
}

#[test]
fn a_department_stands_where_it_is_put() {
    in_an_office(async |app| {
        let admin = app.token(ADMIN).await;
        let government = app.departments[0];
        for name in ["甲局", "乙局", "丙局"] {
            let new = json!({ "name": name, "parent": government, "order": 0 });
            app.node.post("/departments", &admin, new).await.expect(StatusCode::CREATED);
        }
        let below = async || app.node.get(&format!("/departments?parent={government}"), &admin).await.ok();
        let id = async |name: &str| {
            let listed = below().await;
            let items = listed.json["items"].as_array().unwrap().clone();
            items.iter().find(|item| item["name"] == name).unwrap()["id"].as_str().unwrap().to_owned()
        };
        let (last, health) = (id("丙局").await, app.departments[HEALTH]);
        let put = async |name: &str, before: serde_json::Value| {
            let path = format!("/departments/{}", id(name).await);
            app.node.patch(&path, &admin, json!({ "before": before })).await
        };
        put("乙局", json!(null)).await.ok();
        put("甲局", json!(health)).await.ok();
        put("丙局", json!(null)).await.ok();
        assert_eq!(below().await.names(), ["教育局", "甲局", "卫健局", "乙局", "丙局"]);
        put("丙局", json!(app.departments[EDUCATION])).await.ok();
        assert_eq!(below().await.names(), ["丙局", "教育局", "甲局", "卫健局", "乙局"]);
        // Into another department, at a place there, in one step.
        let office = app.departments[EDUCATION_OFFICE];
        let moved = json!({ "parent": app.departments[EDUCATION], "before": office });
        app.node.patch(&format!("/departments/{last}"), &admin, moved).await.ok();
        let there =
            app.node.get(&format!("/departments?parent={}", app.departments[EDUCATION]), &admin).await;
        assert_eq!(there.ok().names(), ["丙局", "办公室"]);
        // What is no sibling there is no place.
        let wrong = put("甲局", json!(office)).await;
        assert_eq!(wrong.faults(), ["before: people.department_unknown"]);
    });
}
