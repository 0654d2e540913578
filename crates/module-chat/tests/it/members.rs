//! Members: who is in, who goes, and that who is gone has nothing.

use http::{Method, StatusCode};
use serde_json::json;

use crate::office::{ANNA, App, BOB, CARL, DORA, EVE, HALL, TOWN, in_an_office, path};

#[test]
fn members_are_listed_in_pages_and_found_by_name() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB, CARL, DORA]).await;
        app.patch(ANNA, &format!("{chat}/members/{}", app.id(DORA)), json!({ "role": "admin" })).await.done();
        let mut ids = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = app.get(BOB, &format!("{chat}/members?limit=2{cursor}")).await.ok();
            ids.extend(page.each("/user/id"));
            let Some(next) = page.json["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(ids, [app.id(ANNA), app.id(DORA), app.id(BOB), app.id(CARL)], "owner, admins, members");
        app.get(BOB, &format!("{chat}/members?cursor=x")).await.refused(400, "http.malformed");
        let found = app.get(BOB, &format!("{chat}/members?q=%E5%8D%9A")).await.ok();
        assert_eq!(found.each("/user/name"), ["曾博"]);
        assert_eq!(
            app.get(BOB, &format!("{chat}/members?q=%E6%B8%85")).await.ok().items().len(),
            0,
            "not in here"
        );
    });
}

#[test]
fn people_and_departments_are_added_together() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, DORA]).await;
        let members = format!("{chat}/members");
        let add = json!({ "users": [app.id(DORA)], "departments": [app.departments[TOWN].to_string()] });
        assert_eq!(
            app.post(DORA, &members, add).await.ok().json["added"],
            2,
            "Anna and Dora are here already"
        );
        let note =
            app.get(ANNA, &format!("{chat}/messages")).await.ok().items().last().unwrap()["system"].clone();
        assert_eq!(note, json!({ "kind": "added", "users": [app.id(BOB), app.id(CARL)], "count": 2 }));
        // It is done once: the department changes, the group does not.
        app.moves(CARL, Some(HALL)).await;
        assert_eq!(app.get(ANNA, &chat).await.ok().json["members"], 4);
        for (add, code) in [
            (json!({}), "chat.members_missing"),
            (json!({ "users": ["7"] }), "chat.people_not_found"),
            (json!({ "users": [app.id(EVE)] }), "chat.people_not_found"),
            (json!({ "departments": ["7"] }), "chat.department_not_found"),
            (
                json!({ "users": (1..=1_001).map(|id| id.to_string()).collect::<Vec<_>>() }),
                "chat.too_many_at_once",
            ),
        ] {
            app.post(ANNA, &members, add).await.refused(422, code);
        }
    });
}

/// Every operation on the chat and the message, as somebody who was in it a moment ago.
async fn has_nothing(app: &App, who: usize, chat: &str, message: &str) {
    for (method, operation, name) in &app.operations {
        if !operation.contains("{id}") {
            continue;
        }
        let (about, id) = match operation.strip_prefix("/messages/{id}") {
            Some(rest) => (rest, message),
            None => (operation.strip_prefix("/chats/{id}").unwrap(), chat),
        };
        let about = about.replace("{user}", &app.id(who)).replace("{emoji}", "%F0%9F%91%8D");
        let query = match name.as_str() {
            "chat.events.list" => "?after=0",
            "chat.files.list" => "?kind=file",
            _ => "",
        };
        let body = json!({
            "text": "x", "title": "x", "seq": 1, "role": "admin", "user": app.id(who), "users": [app.id(who)],
            "level": "all",
        });
        let reply = app.call(who, method.clone(), &format!("{id}{about}{query}"), Some(body)).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{name}: {:#}", reply.json);
    }
    assert_eq!(app.get(who, "/search?q=%E6%9C%BA%E5%AF%86").await.ok().items().len(), 0);
    assert!(!app.get(who, "/chats").await.ok().json.to_string().contains("机密"));
    assert_eq!(
        app.get(who, "/unread").await.ok().json,
        json!({ "unread": 0, "muted_unread": 0, "mentions": 0 })
    );
}

#[test]
fn who_is_removed_or_leaves_has_nothing_at_once() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB, CARL]).await;
        let file = app.file(ANNA, "机密.txt", "机密文件".as_bytes()).await;
        let body = json!({ "text": format!("机密 <@{}> <@all>", app.id(BOB)), "files": [file] });
        let message =
            app.post(ANNA, &format!("{chat}/messages"), body).await.expect(StatusCode::CREATED).json;
        app.settle().await;
        let may_send = async |who: usize| {
            let other = app.group(&[who, DORA]).await;
            let passed_on = app.post(who, &format!("{other}/messages"), json!({ "files": [file] })).await;
            app.delete(who, &other).await.done();
            passed_on.status == StatusCode::CREATED
        };
        for who in [BOB, CARL] {
            assert_eq!(app.get(who, "/search?q=%E6%9C%BA%E5%AF%86").await.ok().items().len(), 1);
            assert!(may_send(who).await, "what one sees one passes on");
        }
        let member = |who: usize| format!("{chat}/members/{}", app.id(who));
        app.delete(ANNA, &member(BOB)).await.done();
        has_nothing(&app, BOB, &chat, &path(&message)).await;
        app.delete(CARL, &member(CARL)).await.done();
        has_nothing(&app, CARL, &chat, &path(&message)).await;
        // The files of the chat went with it.
        assert!(!may_send(BOB).await && !may_send(CARL).await);
        let notes = app.get(ANNA, &format!("{chat}/messages")).await.ok().each("/system/kind");
        assert_eq!(notes, [json!("created"), json!(null), json!("removed"), json!("left")]);
        assert_eq!(app.get(ANNA, &chat).await.ok().json["members"], 1);
        // Who is let in again begins anew, as a member without anything unread.
        app.post(ANNA, &format!("{chat}/members"), json!({ "users": [app.id(BOB)] })).await.ok();
        let me = app.me(BOB, &chat).await;
        assert_eq!((&me["role"], &me["mentions"], &me["draft"]), (&json!("member"), &json!(0), &json!(null)));
        assert!(may_send(BOB).await);
    });
}

#[test]
fn nobody_signed_in_has_nothing() {
    in_an_office(async |app| {
        app.leaves(BOB).await;
        for (method, path, name) in &app.operations {
            let path = path.replace("{id}", "7").replace("{user}", "7").replace("{emoji}", "x");
            let reply = app.call(BOB, method.clone(), &path, Some(json!({}))).await;
            assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{name}");
        }
        assert!(app.operations.iter().any(|(method, _, _)| *method == Method::DELETE));
    });
}
