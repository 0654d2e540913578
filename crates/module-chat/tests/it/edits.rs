//! Changing what was said, and taking it back.

use http::{Method, StatusCode};
use kernel::Millis;
use serde_json::json;

use crate::office::{ANNA, App, BOB, CARL, Reply, in_an_office, path};

async fn recall(app: &App, who: usize, message: &serde_json::Value) -> Reply {
    app.call(who, Method::POST, &format!("{}/recall", path(message)), None).await
}

#[test]
fn earlier_words_stay_readable() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB]).await;
        let message = app.say(ANNA, &chat, "一").await;
        let first = message["created_at"].as_i64().unwrap();
        for text in ["二", "三", "三"] {
            app.pass(Millis::MINUTE);
            app.patch(ANNA, &path(&message), json!({ "text": text })).await.ok();
        }
        let history = app.get(BOB, &format!("{}/history", path(&message))).await.ok();
        assert_eq!(history.each("/text"), ["一", "二"], "the same words again are no edit");
        assert_eq!(history.each("/at"), [json!(first), json!(first + Millis::MINUTE)]);
        let now = app.get(BOB, &path(&message)).await.ok().json;
        assert_eq!((&now["text"], &now["edited_at"]), (&json!("三"), &json!(first + 2 * Millis::MINUTE)));
        assert_eq!(now["seq"], message["seq"]);

        app.patch(BOB, &path(&message), json!({ "text": "x" })).await.refused(403, "chat.not_sender");
        app.patch(ANNA, &path(&message), json!({ "text": " " })).await.refused(422, "chat.empty_message");
        let note = app.get(ANNA, &format!("{chat}/messages")).await.ok().items()[0].clone();
        app.patch(ANNA, &path(&note), json!({ "text": "x" })).await.refused(403, "chat.not_sender");
        for n in 0..48 {
            app.patch(ANNA, &path(&message), json!({ "text": format!("{n}") })).await.ok();
        }
        app.patch(ANNA, &path(&message), json!({ "text": "last" }))
            .await
            .refused(409, "chat.edited_too_often");
        assert_eq!(app.get(BOB, &path(&message)).await.ok().json["text"], "47");

        let old = app.say(ANNA, &chat, "昨天").await;
        app.pass(Millis::DAY);
        app.patch(ANNA, &path(&old), json!({ "text": "还行" })).await.ok();
        app.pass(1);
        app.patch(ANNA, &path(&old), json!({ "text": "晚了" })).await.refused(409, "chat.edit_too_late");
    });
}

#[test]
fn an_edit_changes_whom_it_names_and_what_it_links() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB, CARL]).await;
        let text = |who: usize| format!("<@{}>", app.id(who));
        let message = app.say(ANNA, &chat, &text(BOB)).await;
        let mentions = async |who: usize| app.me(who, &chat).await["mentions"].clone();
        assert_eq!((mentions(BOB).await, mentions(CARL).await), (json!(1), json!(0)));
        let edit = json!({ "text": text(CARL) + " https://a.example" });
        assert_eq!(app.patch(ANNA, &path(&message), edit).await.ok().json["mentions"], json!([app.id(CARL)]));
        assert_eq!((mentions(BOB).await, mentions(CARL).await), (json!(0), json!(1)));
        let links = async || app.get(BOB, &format!("{chat}/files?kind=link")).await.ok().items().len();
        assert_eq!(links().await, 1);
        app.patch(ANNA, &path(&message), json!({ "text": "<@all>" })).await.ok();
        assert_eq!((mentions(BOB).await, mentions(CARL).await, links().await), (json!(1), json!(1), 0));
        app.patch(ANNA, &path(&message), json!({ "text": "没事" })).await.ok();
        assert_eq!((mentions(BOB).await, mentions(CARL).await), (json!(0), json!(0)));
    });
}

#[test]
fn a_message_is_taken_back_within_two_minutes_and_leaves_no_words() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB, CARL]).await;
        let file = app.file(BOB, "说错.txt", "说错了".as_bytes()).await;
        let body = json!({ "text": format!("说错 <@{}> https://a.example", app.id(CARL)), "files": [file] });
        let message = app.post(BOB, &format!("{chat}/messages"), body).await.expect(StatusCode::CREATED).json;
        app.patch(BOB, &path(&message), json!({ "text": format!("又说错 <@{}>", app.id(CARL)) })).await.ok();
        app.put(CARL, &format!("{}/reactions/%F0%9F%91%8D", path(&message)), json!({})).await.done();
        app.put(CARL, &format!("{}/pin", path(&message)), json!({})).await.done();
        app.settle().await;
        app.pass(2 * Millis::MINUTE);
        recall(&app, CARL, &message).await.refused(403, "chat.not_sender");
        recall(&app, BOB, &message).await.done();
        recall(&app, BOB, &message).await.done();

        let now = app.get(CARL, &path(&message)).await.ok().json;
        assert_eq!(
            (&now["text"], &now["files"], &now["reactions"], &now["pinned"], &now["recalled_by"]),
            (&json!(""), &json!([]), &json!([]), &json!(false), &json!(app.id(BOB)))
        );
        assert_eq!(app.me(CARL, &chat).await["mentions"], 0);
        for list in ["messages", "pins", "files?kind=file", "files?kind=link", "events?after=0"] {
            let all = app.get(CARL, &format!("{chat}/{list}")).await.ok().json.to_string();
            assert!(!all.contains("说错"), "{list}: {all}");
        }
        assert_eq!(app.get(CARL, &format!("{}/history", path(&message))).await.ok().items().len(), 0);
        // The index has not heard of it yet, and does not show it either.
        assert_eq!(app.get(CARL, "/search?q=%E8%AF%B4%E9%94%99").await.ok().items().len(), 0);
        app.settle().await;
        assert_eq!(app.get(CARL, "/search?q=%E8%AF%B4%E9%94%99").await.ok().items().len(), 0);
        app.post(CARL, &format!("{chat}/messages"), json!({ "files": [file] }))
            .await
            .refused(422, "chat.file_not_found");
        for (method, rest) in
            [(Method::PUT, "/pin"), (Method::PUT, "/reactions/%F0%9F%91%8D"), (Method::PATCH, "")]
        {
            let body = json!({ "text": "x" });
            app.call(BOB, method, &format!("{}{rest}", path(&message)), Some(body))
                .await
                .refused(409, "chat.message_recalled");
        }

        let late = app.say(BOB, &chat, "想撤").await;
        app.pass(2 * Millis::MINUTE + 1);
        recall(&app, BOB, &late).await.refused(409, "chat.recall_too_late");
        // Who administers the group may at any time; the notes of the office stay.
        recall(&app, ANNA, &late).await.done();
        assert_eq!(app.get(BOB, &path(&late)).await.ok().json["recalled_by"], app.id(ANNA));
        let note = app.get(ANNA, &format!("{chat}/messages")).await.ok().items()[0].clone();
        recall(&app, ANNA, &note).await.refused(403, "chat.not_sender");
    });
}
