//! Adding and changing people.

use http::StatusCode;
use kernel::Id;
use serde_json::{Value, json};

use crate::support::{
    ADMIN, App, EDUCATION, EDUCATION_OFFICE, GOVERNMENT, HEALTH, HEALTH_MEDICAL, LIU, OWNER, SCOPED, SHAN,
    in_an_office, kinds,
};

fn place(app: &App, department: usize) -> Value {
    json!({ "id": app.departments[department] })
}

#[test]
fn a_person_is_added_with_everything_and_found_at_once() {
    in_an_office(async |mut app| {
        let admin = app.token(ADMIN).await;
        app.node.committed();
        let body = json!({
            "name": " 曾\u{200b}乐乐 ", "login": "Zeng.LL", "employee_no": " B-7 ", "email": "zeng@office.example",
            "phones": [{ "number": "+86 139 0000 1111" }, { "number": "0571-8888 6666", "label": "office" }],
            "departments": [
                { "id": app.departments[EDUCATION_OFFICE], "title": "科员" },
                { "id": app.departments[HEALTH], "title": " 联络员 ", "primary": true, "order": 3 },
            ],
            "manager": app.people[OWNER], "dotted_managers": [app.people[SCOPED], app.people[SCOPED]],
        });
        let made = app.node.post("/users", &admin, body).await.expect(StatusCode::CREATED);
        assert_eq!(made.json["name"], "曾乐乐");
        assert!(made.text("pinyin").starts_with("zeng|"), "{}", made.text("pinyin"));
        assert_eq!(made.json["state"], "invited");
        assert_eq!(made.json["title"], "联络员");
        assert_eq!(made.json["departments"][0]["path"], json!(["区政府", "卫健局"]));
        assert_eq!(made.json["departments"][1]["primary"], false);
        assert_eq!(made.json["phones"][0], json!({ "number": "13900001111", "label": "mobile" }));
        assert_eq!(made.json["phones"][1]["number"], "057188886666");
        assert_eq!(made.json["employee_no"], "B-7");
        assert_eq!(made.json["manager"]["name"], "王芳");
        assert_eq!(made.json["dotted_managers"].as_array().unwrap().len(), 1);
        assert_eq!(made.json["can"], json!({ "edit": true, "manage": true }));
        assert_eq!(kinds(&app.node.committed()), ["people.user.added.v1"]);

        for q in ["zengll", "13900001111", "1111", "b-7", "乐乐", "cengle"] {
            let found = app.node.get(&format!("/users?q={q}"), &admin).await.ok();
            let path = format!("q={q}: {:#}", found.json);
            let expected =
                if q == "cengle" { !found.names().is_empty() } else { found.names()[0] == "曾乐乐" };
            assert!(expected, "{path}");
        }
        let department = app.node.get(&app.department(HEALTH), &admin).await.ok();
        assert_eq!(
            (department.json["people"].clone(), department.json["direct_people"].clone()),
            (json!(2), json!(1))
        );
        let seen = app.node.get(&format!("/users/{}", made.id()), &app.token(SHAN).await).await.ok();
        assert_eq!(seen.json["can"], json!({ "edit": false, "manage": false }));
        assert_eq!(app.audited().await[1].summary, "Added 曾乐乐");
    });
}

#[test]
fn everything_wrong_is_told_at_once_and_nothing_is_kept() {
    in_an_office(async |app| {
        let admin = app.token(ADMIN).await;
        let (other_department, other_person) = app.other_organisation().await;
        let body = json!({
            "name": "\u{202e}\0\u{200b}", "login": "liu jw", "email": "x", "phones": [{ "number": "call me" }],
        });
        let reply = app.node.post("/users", &admin, body).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(reply.code(), "core.invalid");
        assert_eq!(
            reply.faults(),
            [
                "name: people.required",
                "login: people.login_invalid",
                "email: people.email_invalid",
                "phones[0].number: people.phone_invalid",
            ]
        );
        let body = json!({
            "name": "新人", "login": "LIUJW", "employee_no": "a003", "email": "LiuJW@office.example",
            "phones": [{ "number": "138 0000 0003" }],
            "departments": [{ "id": other_department }], "manager": other_person, "dotted_managers": ["7"],
            "attributes": { "grade": "1" },
        });
        let reply = app.node.post("/users", &admin, body).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            reply.faults(),
            [
                "login: people.login_taken",
                "employee_no: people.employee_no_taken",
                "email: people.email_taken",
                "phones[0].number: people.phone_taken",
                "departments[0].id: people.department_unknown",
                "manager: people.person_unknown",
                "dotted_managers[0]: people.person_unknown",
                "attributes.grade: people.attribute_unknown",
            ]
        );
        assert_eq!(app.node.get("/users?limit=200", &admin).await.ok().names().len(), 5);
        let long = json!({ "name": "长".repeat(101) });
        assert_eq!(app.node.post("/users", &admin, long).await.faults(), ["name: people.text_too_long"]);
        let many: Vec<Value> = (0..11).map(|n| json!({ "number": format!("1390000{n:04}") })).collect();
        let reply = app.node.post("/users", &admin, json!({ "name": "新人", "phones": many })).await;
        assert_eq!(reply.faults(), ["phones: people.too_many"]);
    });
}

#[test]
fn script_stays_text() {
    in_an_office(async |app| {
        let admin = app.token(ADMIN).await;
        let name = "<script>alert(1)</script>";
        let body = json!({
            "name": name, "departments": [{ "id": app.departments[HEALTH], "title": "\"><img src=x onerror=1>" }],
        });
        let made = app.node.post("/users", &admin, body).await.expect(StatusCode::CREATED);
        assert_eq!(
            (made.json["name"].clone(), made.json["title"].clone()),
            (json!(name), json!("\"><img src=x onerror=1>"))
        );
        assert_eq!(app.node.get("/users?q=alert", &admin).await.ok().names(), [name]);
    });
}

#[test]
fn a_change_touches_what_is_named_and_tells_what_changed() {
    in_an_office(async |mut app| {
        let admin = app.token(ADMIN).await;
        app.node.committed();
        let liu = app.user(LIU);
        let reply = app.node.patch(&liu, &admin, json!({ "name": "刘敬文", "email": null })).await.ok();
        assert_eq!((reply.json["name"].clone(), reply.json["email"].clone()), (json!("刘敬文"), Value::Null));
        assert_eq!(reply.json["employee_no"], "A003");
        assert_eq!(reply.json["phones"].as_array().unwrap().len(), 1);
        assert_eq!(kinds(&app.node.committed()), ["people.user.changed.v1"]);
        assert_eq!(app.audited().await[0].summary, "Changed 刘敬文: name, e-mail");

        let moved = json!({ "departments": [{ "id": app.departments[HEALTH_MEDICAL], "title": "医师" }] });
        app.node.patch(&liu, &admin, moved.clone()).await.ok();
        assert_eq!(kinds(&app.node.committed()), ["people.user.moved.v1"]);
        assert_eq!(app.audited().await[0].summary, "Moved 刘敬文: 办公室 → 医政科");
        assert_eq!(app.node.get(&app.department(EDUCATION), &admin).await.ok().json["people"], 1);
        assert_eq!(app.node.get(&app.department(HEALTH), &admin).await.ok().json["people"], 2);

        // The same once more changes nothing.
        app.node.patch(&liu, &admin, moved).await.ok();
        app.node.patch(&liu, &admin, json!({})).await.ok();
        assert_eq!(kinds(&app.node.committed()), Vec::<&str>::new());
        // Whose name changed is called by it at once, in their own session too.
        let own = app.token(LIU).await;
        assert_eq!(app.node.get("/me", &own).await.ok().json["user"]["name"], "刘敬文");
    });
}

#[test]
fn numbers_may_be_exchanged_only_when_they_are_free() {
    in_an_office(async |app| {
        let admin = app.token(ADMIN).await;
        let phones = json!({ "phones": [{ "number": "13800000004" }] });
        let reply = app.node.patch(&app.user(LIU), &admin, phones.clone()).await;
        assert_eq!(reply.faults(), ["phones[0].number: people.phone_taken"]);
        app.node.patch(&app.user(SHAN), &admin, json!({ "phones": [] })).await.ok();
        app.node.patch(&app.user(LIU), &admin, phones).await.ok();
        // An office line may be shared.
        for who in [LIU, SHAN] {
            let line = json!({ "phones": [{ "number": "0571 88886666", "label": "office" }] });
            app.node.patch(&app.user(who), &admin, line).await.ok();
        }
        let own = json!({ "login": "LiuJW" });
        assert_eq!(app.node.patch(&app.user(LIU), &admin, own).await.ok().json["login"], "LiuJW");
    });
}

#[test]
fn managers_form_no_circle() {
    in_an_office(async |app| {
        let owner = app.token(OWNER).await;
        let set = async |who: usize, manager: Value| {
            app.node.patch(&app.user(who), &owner, json!({ "manager": manager })).await
        };
        assert_eq!(set(LIU, json!(app.people[LIU])).await.faults(), ["manager: people.manager_self"]);
        // 刘 reports to 韩 already.
        assert_eq!(set(SCOPED, json!(app.people[LIU])).await.faults(), ["manager: people.manager_cycle"]);
        set(SCOPED, json!(app.people[OWNER])).await.ok();
        assert_eq!(set(OWNER, json!(app.people[LIU])).await.faults(), ["manager: people.manager_cycle"]);
        assert_eq!(app.node.get(&app.user(OWNER), &owner).await.ok().json["reports"], 2);
        let none = set(SCOPED, Value::Null).await.ok();
        assert_eq!(none.json["manager"], Value::Null);
        set(OWNER, json!(app.people[LIU])).await.ok();
    });
}

#[test]
fn admins_of_a_department_change_its_people_and_no_others() {
    in_an_office(async |app| {
        let scoped = app.token(SCOPED).await;
        let title = json!({ "name": "刘经文" });
        app.node.patch(&app.user(LIU), &scoped, title.clone()).await.ok();
        for who in [SHAN, ADMIN, OWNER] {
            let refused =
                app.node.patch(&app.user(who), &scoped, title.clone()).await.expect(StatusCode::FORBIDDEN);
            assert_eq!(refused.code(), "people.out_of_scope");
        }
        let new = |departments: Value| json!({ "name": "新人", "departments": departments });
        let made = app.node.post("/users", &scoped, new(json!([place(&app, EDUCATION_OFFICE)]))).await;
        made.expect(StatusCode::CREATED);
        for departments in [
            json!([]),
            json!([place(&app, HEALTH)]),
            json!([place(&app, EDUCATION), place(&app, GOVERNMENT)]),
        ] {
            let refused = app.node.post("/users", &scoped, new(departments)).await;
            assert_eq!(refused.code(), "people.out_of_scope");
        }

        // A guest from elsewhere may be taken in, and nothing else of them changed.
        let home = app.node.get(&app.user(SHAN), &scoped).await.ok().json["departments"][0].clone();
        let home = json!({ "id": home["id"], "title": home["title"], "head": home["head"], "primary": true });
        let guest = json!({ "departments": [home, place(&app, EDUCATION)] });
        let taken_in = app.node.patch(&app.user(SHAN), &scoped, guest).await.ok();
        assert_eq!(taken_in.json["departments"].as_array().unwrap().len(), 2);
        assert_eq!(taken_in.json["can"], json!({ "edit": false, "manage": false }));
        let stolen = json!({ "departments": [place(&app, EDUCATION)] });
        assert_eq!(app.node.patch(&app.user(SHAN), &scoped, stolen).await.code(), "people.out_of_scope");
        let member = app.token(SHAN).await;
        let refused = app.node.patch(&app.user(SHAN), &member, json!({ "departments": [] })).await;
        assert_eq!(refused.code(), "people.admins_only");
    });
}

#[test]
fn people_change_about_themselves_what_the_policy_allows() {
    in_an_office(async |app| {
        let (owner, liu) = (app.token(OWNER).await, app.token(LIU).await);
        let body = json!({ "locale": "en", "theme": "dark", "phones": [{ "number": "13900002222" }] });
        let me = app.node.patch("/me", &liu, body).await.ok();
        assert_eq!(me.json["preferences"], json!({ "locale": "en", "theme": "dark" }));
        assert_eq!(me.json["user"]["phones"][0]["number"], "13900002222");
        assert_eq!(me.json["self_edit"], json!(["avatar", "email", "phones"]));
        let clash = json!({ "email": "shanxx@office.example" });
        assert_eq!(app.node.patch("/me", &liu, clash).await.faults(), ["email: people.email_taken"]);
        assert_eq!(
            app.node.patch("/me", &liu, json!({ "theme": "neon" })).await.faults(),
            ["theme: people.theme_unknown"]
        );
        let avatar = json!({ "avatar_file": Id(77) });
        assert_eq!(
            app.node.patch("/me", &liu, avatar).await.faults(),
            ["avatar_file: people.avatar_unusable"]
        );

        let mut policy = app.node.get("/policy", &owner).await.ok().json;
        policy["allow_self_edit"] = json!(["avatar"]);
        app.node.call(http::Method::PUT, "/policy", Some(&owner), Some(policy)).await.ok();
        let refused = app.node.patch("/me", &liu, json!({ "theme": "light", "email": null })).await;
        assert_eq!((refused.status, refused.code()), (StatusCode::FORBIDDEN, "people.self_edit_off"));
        // Nothing of it was kept.
        assert_eq!(app.node.get("/me", &liu).await.ok().json["preferences"]["theme"], "dark");
        app.node.patch("/me", &owner, json!({ "email": "boss@office.example" })).await.ok();
    });
}
