//! The tree: adding, moving, heads, counts, removing, and how deep it may grow.

use http::StatusCode;
use serde_json::{Value, json};

use crate::support::{
    ADMIN, App, EDUCATION, EDUCATION_OFFICE, GOVERNMENT, HEALTH, HEALTH_MEDICAL, LIU, OWNER, SCOPED, SHAN,
    in_an_office, kinds,
};

async fn add(app: &App, token: &str, name: &str, parent: Value) -> crate::support::Reply {
    app.node.post("/departments", token, json!({ "name": name, "parent": parent })).await
}

#[test]
fn the_tree_is_read_level_by_level_and_whole() {
    in_an_office(async |app| {
        let liu = app.token(LIU).await;
        let top = app.node.get("/departments", &liu).await.ok();
        assert_eq!(top.names(), ["区政府"]);
        let government = &top.json["items"][0];
        assert_eq!(
            (&government["people"], &government["direct_people"], &government["children"]),
            (&json!(5), &json!(2), &json!(2))
        );
        assert_eq!(government["heads"][0]["name"], "王芳");
        let below =
            app.node.get(&format!("/departments?parent={}", app.departments[GOVERNMENT]), &liu).await.ok();
        assert_eq!(below.names(), ["教育局", "卫健局"]);
        let tree = app.node.get("/departments/tree", &liu).await.ok();
        assert_eq!(tree.names(), ["区政府", "教育局", "办公室", "卫健局", "医政科"]);
        assert!(tree.json["items"][0].get("heads").is_none());
        let office = app.node.get(&app.department(EDUCATION_OFFICE), &liu).await.ok();
        let path: Vec<&Value> =
            office.json["path"].as_array().unwrap().iter().map(|part| &part["name"]).collect();
        assert_eq!(path, ["区政府", "教育局", "办公室"]);
        assert_eq!(app.node.get("/departments/search?q=bgs", &liu).await.ok().names(), ["办公室"]);
        assert_eq!(app.node.get("/departments/search?q=jiaoyu", &liu).await.ok().names(), ["教育局"]);
        assert_eq!(app.node.get("/departments/1", &liu).await.code(), "people.department_not_found");
        assert_eq!(app.node.get("/departments/x", &liu).await.code(), "core.not_found");
        assert_eq!(app.node.get("/departments?cursor=x", &liu).await.code(), "people.cursor_invalid");
    });
}

#[test]
fn departments_are_added_renamed_and_put_in_order() {
    in_an_office(async |mut app| {
        let admin = app.token(ADMIN).await;
        let government = json!(app.departments[GOVERNMENT]);
        app.node.committed();
        let made =
            add(&app, &admin, " 民政局\u{202e} ", government.clone()).await.expect(StatusCode::CREATED);
        assert_eq!((made.text("name").as_str(), &made.json["order"]), ("民政局", &json!(2)));
        assert_eq!(kinds(&app.node.committed()), ["people.department.added.v1"]);
        for bad in ["", "\u{200b}", "a/b", "办公室／一科", &"长".repeat(101)] {
            let reply =
                add(&app, &admin, bad, government.clone()).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
            assert!(reply.faults()[0].starts_with("name: people."), "{bad:?} {:?}", reply.faults());
        }
        let twice =
            add(&app, &admin, "民政局", government.clone()).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(twice.faults(), ["name: people.department_name_taken"]);
        add(&app, &admin, "民政局", json!(app.departments[HEALTH])).await.expect(StatusCode::CREATED);
        let nowhere = add(&app, &admin, "x", json!("7")).await;
        assert_eq!(nowhere.faults(), ["parent: people.department_unknown"]);

        let path = format!("/departments/{}", made.id());
        let first = json!({ "name": "民政与社会事务局", "order": -1 });
        app.node.patch(&path, &admin, first).await.ok();
        let below =
            app.node.get(&format!("/departments?parent={}", app.departments[GOVERNMENT]), &admin).await.ok();
        assert_eq!(below.names(), ["民政与社会事务局", "教育局", "卫健局"]);
        let taken = app.node.patch(&path, &admin, json!({ "name": "教育局" })).await;
        assert_eq!(taken.faults(), ["name: people.department_name_taken"]);
        assert_eq!(app.audited().await[0].summary, "Changed the department “民政与社会事务局”: name, order");
    });
}

#[test]
fn a_subtree_moves_with_its_people_and_never_into_itself() {
    in_an_office(async |mut app| {
        let owner = app.token(OWNER).await;
        app.node.committed();
        let put = async |which: usize, parent: Value| {
            app.node.patch(&app.department(which), &owner, json!({ "parent": parent })).await
        };
        for inside in [EDUCATION, EDUCATION_OFFICE] {
            let cycle = put(EDUCATION, json!(app.departments[inside])).await.expect(StatusCode::CONFLICT);
            assert_eq!(cycle.code(), "people.department_cycle");
        }
        put(EDUCATION, json!(app.departments[HEALTH])).await.ok();
        let office = app.node.get(&app.department(EDUCATION_OFFICE), &owner).await.ok();
        let path: Vec<&Value> =
            office.json["path"].as_array().unwrap().iter().map(|part| &part["name"]).collect();
        assert_eq!(path, ["区政府", "卫健局", "教育局", "办公室"]);
        let health = app.node.get(&app.department(HEALTH), &owner).await.ok();
        assert_eq!((&health.json["people"], &health.json["children"]), (&json!(3), &json!(2)));
        // People are found by the path they have now.
        let found = app.node.get("/users?q=liu%20weijian", &owner).await.ok();
        assert_eq!(found.names(), Vec::<String>::new());
        let found = app.node.get("/users?q=%E5%88%98%20%E5%8D%AB%E5%81%A5%E5%B1%80", &owner).await.ok();
        assert_eq!(found.names(), ["刘竞文"]);
        put(EDUCATION, Value::Null).await.ok();
        assert_eq!(app.node.get("/departments", &owner).await.ok().names(), ["区政府", "教育局"]);
        assert_eq!(kinds(&app.node.committed()), ["people.department.moved.v1"; 2]);
        let moved = app.audited().await[0].summary.clone();
        assert_eq!(moved, "Moved the department “教育局”: 卫健局 → —");
    });
}

#[test]
fn heads_become_members_and_come_first() {
    in_an_office(async |app| {
        let owner = app.token(OWNER).await;
        let heads = json!({ "heads": [app.people[SHAN], app.people[LIU]] });
        let office = app.node.patch(&app.department(EDUCATION_OFFICE), &owner, heads).await.ok();
        let names: Vec<&Value> =
            office.json["heads"].as_array().unwrap().iter().map(|head| &head["name"]).collect();
        assert_eq!(names, ["刘竞文", "单雄信"]);
        let shan = app.node.get(&app.user(SHAN), &owner).await.ok();
        assert_eq!(shan.json["departments"].as_array().unwrap().len(), 2);
        assert_eq!(shan.json["departments"][0]["name"], "医政科", "the primary one stays");
        let body = json!({
            "name": "张三", "departments": [{ "id": app.departments[EDUCATION_OFFICE], "order": -5 }],
        });
        app.node.post("/users", &owner, body).await.expect(StatusCode::CREATED);
        let members =
            app.node.get(&format!("{}/members", app.department(EDUCATION_OFFICE)), &owner).await.ok();
        assert_eq!(members.names(), ["刘竞文", "单雄信", "张三"]);
        let one = json!({ "heads": [app.people[SHAN]] });
        app.node.patch(&app.department(EDUCATION_OFFICE), &owner, one).await.ok();
        let members =
            app.node.get(&format!("{}/members", app.department(EDUCATION_OFFICE)), &owner).await.ok();
        assert_eq!(members.names(), ["单雄信", "张三", "刘竞文"]);
        let unknown = json!({ "heads": ["7"] });
        let reply = app.node.patch(&app.department(EDUCATION), &owner, unknown).await;
        assert_eq!(reply.faults(), ["heads[0]: people.person_unknown"]);
        let new = json!({ "name": "督查室", "heads": [app.people[LIU]] });
        let made = app.node.post("/departments", &owner, new).await.expect(StatusCode::CREATED);
        assert_eq!((&made.json["people"], &made.json["heads"][0]["name"]), (&json!(1), &json!("刘竞文")));
    });
}

#[test]
fn members_are_paged_without_gap_or_double() {
    in_an_office(async |app| {
        let owner = app.token(OWNER).await;
        for n in 0..7 {
            let body = json!({ "name": format!("临时{n}"), "departments": [{ "id": app.departments[HEALTH_MEDICAL] }] });
            app.node.post("/users", &owner, body).await.expect(StatusCode::CREATED);
        }
        let path = format!("{}/members?deep=true&limit=3", app.department(GOVERNMENT));
        let mut all = Vec::new();
        let mut next = String::new();
        loop {
            let page = app.node.get(&format!("{path}{next}"), &owner).await.ok();
            all.extend(page.names());
            match page.json["next"].as_str() {
                Some(cursor) => next = format!("&cursor={cursor}"),
                None => break,
            }
            if all.len() == 3 {
                // Somebody moves away between two pages.
                let away = json!({ "departments": [] });
                app.node.patch(&app.user(LIU), &owner, away).await.ok();
            }
        }
        let mut expected = vec!["王芳", "李雷", "韩梅"];
        if all.contains(&"刘竞文".to_owned()) {
            expected.push("刘竞文");
        }
        let names = ["临时0", "临时1", "临时2", "临时3", "临时4", "临时5", "临时6"];
        for name in expected.iter().chain(&["单雄信"]).chain(&names) {
            assert_eq!(all.iter().filter(|other| other == name).count(), 1, "{name} in {all:?}");
        }
        let list = app.node.get("/users?limit=4", &owner).await.ok();
        let cursor = list.json["next"].as_str().unwrap();
        let rest = app.node.get(&format!("/users?limit=200&cursor={cursor}"), &owner).await.ok();
        let mut names = list.names();
        names.extend(rest.names());
        assert_eq!(names.len(), 12);
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 12);
    });
}

#[test]
fn only_an_empty_department_is_removed() {
    in_an_office(async |mut app| {
        let owner = app.token(OWNER).await;
        for full in [GOVERNMENT, EDUCATION, EDUCATION_OFFICE] {
            let refused = app.node.delete(&app.department(full), &owner).await.expect(StatusCode::CONFLICT);
            assert_eq!(refused.code(), "people.department_not_empty");
        }
        let leave = format!("{}/leave", app.user(LIU));
        app.node.call(http::Method::POST, &leave, Some(&owner), None).await.ok();
        app.node.committed();
        app.node.delete(&app.department(EDUCATION_OFFICE), &owner).await.expect(StatusCode::NO_CONTENT);
        assert_eq!(kinds(&app.node.committed()), ["people.department.removed.v1"]);
        let liu = app.node.get(&app.user(LIU), &owner).await.ok();
        assert_eq!(liu.json["departments"], json!([]));
        // 韩梅 works in education and administers it.
        let elsewhere = json!({ "departments": [{ "id": app.departments[HEALTH] }] });
        app.node.patch(&app.user(SCOPED), &owner, elsewhere).await.ok();
        assert_eq!(
            app.node.delete(&app.department(EDUCATION), &owner).await.code(),
            "people.department_not_empty"
        );
        let roles = app.node.get("/roles", &owner).await.ok();
        let scoped = roles.json["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|role| !role["department"].is_null())
            .unwrap();
        app.node
            .delete(&format!("/roles/{}", scoped["id"].as_str().unwrap()), &owner)
            .await
            .expect(StatusCode::NO_CONTENT);
        app.node.delete(&app.department(EDUCATION), &owner).await.expect(StatusCode::NO_CONTENT);
        assert_eq!(
            app.node.get(&app.department(EDUCATION), &owner).await.code(),
            "people.department_not_found"
        );
    });
}

#[test]
fn the_tree_is_at_most_32_levels_deep() {
    in_an_office(async |app| {
        let owner = app.token(OWNER).await;
        let mut parent = Value::Null;
        let mut all = Vec::new();
        for level in 1..=32 {
            let made = add(&app, &owner, &format!("第{level}级"), parent).await.expect(StatusCode::CREATED);
            parent = json!(made.id());
            all.push(made.id());
        }
        let deeper = add(&app, &owner, "太深", parent).await.expect(StatusCode::CONFLICT);
        assert_eq!(deeper.code(), "people.department_too_deep");
        // Two levels do not fit below the 31st.
        let into = json!({ "parent": all[30] });
        assert_eq!(
            app.node.patch(&app.department(HEALTH), &owner, into).await.code(),
            "people.department_too_deep"
        );
        let into = json!({ "parent": all[30] });
        app.node.patch(&app.department(HEALTH_MEDICAL), &owner, into).await.ok();
    });
}

#[test]
fn admins_of_a_department_work_within_it() {
    in_an_office(async |app| {
        let scoped = app.token(SCOPED).await;
        add(&app, &scoped, "人事科", json!(app.departments[EDUCATION])).await.expect(StatusCode::CREATED);
        for parent in [Value::Null, json!(app.departments[GOVERNMENT]), json!(app.departments[HEALTH])] {
            let refused = add(&app, &scoped, "x", parent).await.expect(StatusCode::FORBIDDEN);
            assert_eq!(refused.code(), "people.out_of_scope");
        }
        let rename = json!({ "name": "综合科" });
        app.node.patch(&app.department(EDUCATION_OFFICE), &scoped, rename.clone()).await.ok();
        assert_eq!(
            app.node.patch(&app.department(HEALTH), &scoped, rename).await.code(),
            "people.out_of_scope"
        );
        // The department itself hangs where others administer.
        let away = json!({ "parent": null });
        assert_eq!(
            app.node.patch(&app.department(EDUCATION), &scoped, away.clone()).await.code(),
            "people.out_of_scope"
        );
        assert_eq!(
            app.node.patch(&app.department(EDUCATION_OFFICE), &scoped, away).await.code(),
            "people.out_of_scope"
        );
        let member = app.token(LIU).await;
        assert_eq!(add(&app, &member, "x", Value::Null).await.code(), "people.admins_only");
        assert_eq!(
            app.node.delete(&app.department(HEALTH_MEDICAL), &member).await.code(),
            "people.admins_only"
        );
    });
}
