//! Fields that an organisation adds to its people.

use http::StatusCode;
use serde_json::json;

use crate::support::{ADMIN, LIU, SCOPED, SHAN, in_an_office};

#[test]
fn fields_are_added_filled_changed_and_removed() {
    in_an_office(async |app| {
        let admin = app.token(ADMIN).await;
        let body = json!({
            "key": "grade", "label": "职级", "kind": "choice", "choices": ["科员", "副科", "科员"], "visible_to": "all",
        });
        let made = app.node.post("/attributes", &admin, body.clone()).await.expect(StatusCode::CREATED);
        assert_eq!(made.json["choices"], json!(["科员", "副科"]));
        assert_eq!(
            app.node.post("/attributes", &admin, body).await.faults(),
            ["key: people.attribute_key_taken"]
        );
        let born =
            json!({ "key": "born", "label": "出生", "kind": "date", "visible_to": "admins", "order": -1 });
        app.node.post("/attributes", &admin, born).await.expect(StatusCode::CREATED);

        let bad = json!({ "attributes": { "grade": "正科", "born": "2023-02-30", "shoe": "42" } });
        let reply =
            app.node.patch(&app.user(LIU), &admin, bad).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            reply.faults(),
            [
                "attributes.born: people.attribute_not_date",
                "attributes.grade: people.attribute_not_choice",
                "attributes.shoe: people.attribute_unknown",
            ]
        );
        let good = json!({ "attributes": { "grade": "副科", "born": "1990-02-28" } });
        let liu = app.node.patch(&app.user(LIU), &admin, good).await.ok();
        let shown = |reply: &crate::support::Reply| -> Vec<String> {
            let items = reply.json["attributes"].as_array().unwrap().iter();
            items
                .map(|item| {
                    format!("{}={}", item["label"].as_str().unwrap(), item["value"].as_str().unwrap())
                })
                .collect()
        };
        assert_eq!(shown(&liu), ["出生=1990-02-28", "职级=副科"]);
        // Whoever administers the person sees all of it, others what is for all.
        for (who, expected) in [(SCOPED, 2), (SHAN, 1), (LIU, 1)] {
            let seen = app.node.get(&app.user(LIU), &app.token(who).await).await.ok();
            assert_eq!(shown(&seen).len(), expected, "{who}");
        }
        assert_eq!(
            app.node.get("/attributes", &app.token(SHAN).await).await.ok().json["items"]
                .as_array()
                .unwrap()
                .len(),
            1
        );

        let path = format!("/attributes/{}", made.id());
        let text = app.node.patch(&path, &admin, json!({ "kind": "text", "label": "级别" })).await.ok();
        assert_eq!((&text.json["choices"], &text.json["key"]), (&json!([]), &json!("grade")));
        let none = app.node.patch(&path, &admin, json!({ "kind": "choice" })).await;
        assert_eq!(none.faults(), ["choices: people.choices_needed"]);
        let cleared = json!({ "attributes": { "born": null } });
        assert_eq!(shown(&app.node.patch(&app.user(LIU), &admin, cleared).await.ok()), ["级别=副科"]);
        app.node.delete(&path, &admin).await.expect(StatusCode::NO_CONTENT);
        assert_eq!(shown(&app.node.get(&app.user(LIU), &admin).await.ok()), Vec::<String>::new());
        assert_eq!(app.node.delete(&path, &admin).await.code(), "people.attribute_not_found");
    });
}

#[test]
fn only_admins_of_everything_define_fields() {
    in_an_office(async |app| {
        let body = json!({ "key": "x", "label": "x", "kind": "text", "visible_to": "all" });
        let scoped = app.node.post("/attributes", &app.token(SCOPED).await, body.clone()).await;
        assert_eq!(scoped.code(), "people.out_of_scope");
        let member = app.node.post("/attributes", &app.token(LIU).await, body).await;
        assert_eq!(member.code(), "people.admins_only");
        let admin = app.token(ADMIN).await;
        let bad =
            json!({ "key": "职级", "label": " ", "kind": "text", "choices": ["x"], "visible_to": "all" });
        assert_eq!(
            app.node.post("/attributes", &admin, bad).await.faults(),
            ["key: people.attribute_key_invalid", "label: people.required", "choices: people.choices_unused"]
        );
    });
}
