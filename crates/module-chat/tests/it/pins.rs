//! Pinned messages.

use serde_json::json;

use crate::office::{ANNA, BOB, WEN, in_an_office, path};

#[test]
fn pins_are_for_everyone_in_the_chat() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB]).await;
        let mut messages = Vec::new();
        for n in 0..3 {
            messages.push(app.say(ANNA, &chat, &format!("{n}")).await);
        }
        for message in &messages {
            app.put(BOB, &format!("{}/pin", path(message)), json!({})).await.done();
            app.put(BOB, &format!("{}/pin", path(message)), json!({})).await.done();
        }
        let page = app.get(ANNA, &format!("{chat}/pins?limit=2")).await.ok();
        assert_eq!(page.each("/text"), ["2", "1"], "the latest first");
        let next = page.json["next"].as_str().unwrap();
        let rest = app.get(ANNA, &format!("{chat}/pins?limit=2&cursor={next}")).await.ok();
        assert_eq!((rest.each("/text"), &rest.json["next"]), (vec![json!("0")], &json!(null)));
        app.delete(ANNA, &format!("{}/pin", path(&messages[1]))).await.done();
        app.delete(ANNA, &format!("{}/pin", path(&messages[1]))).await.done();
        assert_eq!(app.get(BOB, &format!("{chat}/pins")).await.ok().each("/text"), ["2", "0"]);
        // Done twice it is told once.
        let events = app.get(BOB, &format!("{chat}/events?after=0")).await.ok().each("/kind");
        assert_eq!(events.iter().filter(|kind| *kind == "chat.message.pinned.v1").count(), 3);
        assert_eq!(events.iter().filter(|kind| *kind == "chat.message.unpinned.v1").count(), 1);
    });
}

#[test]
fn in_the_group_for_all_admins_pin() {
    in_an_office(async |app| {
        app.moves(BOB, None).await;
        let chat =
            app.get(ANNA, "/chats?kind=everyone").await.ok().items()[0]["id"].as_str().unwrap().to_owned();
        let chat = format!("/chats/{chat}");
        let message = app.say(BOB, &chat, "通知").await;
        app.put(BOB, &format!("{}/pin", path(&message)), json!({})).await.refused(403, "chat.admins_only");
        app.patch(WEN, &format!("{chat}/members/{}", app.id(BOB)), json!({ "role": "admin" })).await.done();
        app.put(BOB, &format!("{}/pin", path(&message)), json!({})).await.done();
    });
}
