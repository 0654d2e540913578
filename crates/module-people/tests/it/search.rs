//! Finding people as one types.

use http::StatusCode;
use serde_json::{Value, json};

use crate::support::{App, EDUCATION, HEALTH, LIU, OWNER, SHAN, in_an_office};

async fn find(app: &App, token: &str, query: &str) -> Vec<Value> {
    let encoded: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let reply = app.node.get(&format!("/users?q={encoded}"), token).await.ok();
    reply.json["items"].as_array().unwrap().clone()
}

#[test]
fn whatever_is_known_of_a_person_finds_them_and_is_highlighted() {
    in_an_office(async |app| {
        let owner = app.token(OWNER).await;
        for (query, field, ranges, text) in [
            ("ljw", "pinyin", json!([[0, 3]]), Value::Null),
            ("liujingwen", "pinyin", json!([[0, 3]]), Value::Null),
            ("liu jing wen", "pinyin", json!([[0, 3]]), Value::Null),
            ("竞文", "name", json!([[1, 3]]), Value::Null),
            ("0003", "phone", json!([[7, 11]]), json!("13800000003")),
            ("A003", "employee_no", json!([[0, 4]]), json!("A003")),
            ("liujw@office", "email", json!([[0, 12]]), json!("liujw@office.example")),
            ("科员", "title", json!([[0, 2]]), json!("科员")),
            ("办公室", "department", json!([[4, 7]]), json!("教育局/办公室")),
        ] {
            let hits = find(&app, &owner, query).await;
            assert_eq!(hits[0]["name"], "刘竞文", "{query}");
            let matched = &hits[0]["matched"];
            assert_eq!(
                (&matched["field"], &matched["ranges"], &matched["text"]),
                (&json!(field), &ranges, &text),
                "{query}"
            );
        }
        // Every reading of a surname with several.
        for query in ["shanxx", "danxiong", "chanxx"] {
            assert_eq!(find(&app, &owner, query).await[0]["name"], "单雄信", "{query}");
        }
        assert_eq!(find(&app, &owner, "刘 教育").await[0]["name"], "刘竞文");
        for nothing in ["刘 卫健", "zzzz", "'", "%", &"刘".repeat(2_000)] {
            assert_eq!(find(&app, &owner, nothing).await, [] as [Value; 0], "{nothing:?}");
        }
        // Nothing that can be seen is no search: everybody is listed.
        for empty in ["", " ", "\u{200b}", "\u{0}"] {
            assert_eq!(find(&app, &owner, empty).await.len(), 5, "{empty:?}");
        }
    });
}

#[test]
fn ones_own_department_comes_first() {
    in_an_office(async |app| {
        let owner = app.token(OWNER).await;
        for department in [EDUCATION, HEALTH] {
            let body = json!({ "name": "张伟", "departments": [{ "id": app.departments[department] }] });
            app.node.post("/users", &owner, body).await.expect(StatusCode::CREATED);
        }
        let of = |hit: &Value| hit["departments"][0]["name"].as_str().unwrap().to_owned();
        // 单 works below health, 韩 in education.
        let in_education = app.token(crate::support::SCOPED).await;
        assert_eq!(of(&find(&app, &in_education, "zhangwei").await[0]), "教育局");
        let home = json!({ "departments": [{ "id": app.departments[HEALTH] }] });
        app.node.patch(&app.user(SHAN), &owner, home).await.ok();
        assert_eq!(of(&find(&app, &app.token(SHAN).await, "zhangwei").await[0]), "卫健局");
    });
}

#[test]
fn a_search_is_narrowed_and_paged() {
    in_an_office(async |app| {
        let owner = app.token(OWNER).await;
        for n in 0..9 {
            let body =
                json!({ "name": format!("欧阳{n}"), "departments": [{ "id": app.departments[HEALTH] }] });
            app.node.post("/users", &owner, body).await.expect(StatusCode::CREATED);
        }
        let mut names = Vec::new();
        let mut path = "/users?q=ouyang&limit=4".to_owned();
        loop {
            let page = app.node.get(&path, &owner).await.ok();
            names.extend(page.names());
            let Some(next) = page.json["next"].as_str() else { break };
            path = format!("/users?q=ouyang&limit=4&cursor={next}");
        }
        assert_eq!(names, (0..9).map(|n| format!("欧阳{n}")).collect::<Vec<_>>());
        let below = format!("/users?department={}", app.departments[EDUCATION]);
        assert_eq!(app.node.get(&below, &owner).await.ok().names(), ["韩梅", "刘竞文"]);
        assert_eq!(
            app.node.get(&format!("{below}&q=ouyang"), &owner).await.ok().names(),
            Vec::<String>::new()
        );
        assert_eq!(app.node.get("/users?state=invited&limit=200", &owner).await.ok().names().len(), 9);
        let cards = format!("/users?ids={},x,7,{}", app.people[LIU], app.people[OWNER]);
        let cards = app.node.get(&cards, &owner).await.ok();
        assert_eq!(cards.names(), ["刘竞文", "王芳"]);
        assert_eq!(cards.json["items"][0]["matched"], Value::Null);
        let many = (0..201).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
        assert_eq!(app.node.get(&format!("/users?ids={many}"), &owner).await.code(), "people.too_many_ids");
        for bad in ["cursor=x&q=a", "cursor=99999999&q=a", "cursor=7"] {
            assert_eq!(
                app.node.get(&format!("/users?{bad}"), &owner).await.code(),
                "people.cursor_invalid",
                "{bad}"
            );
        }
    });
}
