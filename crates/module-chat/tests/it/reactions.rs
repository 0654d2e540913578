//! Reactions.

use serde_json::json;

use crate::office::{ANNA, BOB, CARL, in_an_office, path};

#[test]
fn each_person_reacts_once_with_each_emoji() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB, CARL]).await;
        let message = app.say(ANNA, &chat, "好消息").await;
        let reaction = |emoji: &str| format!("{}/reactions/{emoji}", path(&message));
        let (thumb, heart, plain_heart) = ("%F0%9F%91%8D", "%E2%9D%A4%EF%B8%8F", "%E2%9D%A4");
        for (who, emoji) in [(BOB, thumb), (BOB, thumb), (CARL, thumb), (CARL, heart), (BOB, plain_heart)] {
            app.pass(1);
            app.put(who, &reaction(emoji), json!({})).await.done();
        }
        let seen = app.get(BOB, &path(&message)).await.ok().json["reactions"].clone();
        assert_eq!(
            seen,
            json!([
                { "emoji": "👍", "count": 2, "users": [app.id(BOB), app.id(CARL)], "mine": true },
                { "emoji": "❤️", "count": 2, "users": [app.id(BOB), app.id(CARL)], "mine": true },
            ])
        );
        // However the emoji is written.
        for emoji in [heart, plain_heart] {
            let who = app.get(ANNA, &reaction(emoji)).await.ok();
            assert_eq!(who.each("/id"), [app.id(BOB), app.id(CARL)]);
        }
        let page = app.get(ANNA, &format!("{}?limit=1", reaction(thumb))).await.ok();
        let next = page.json["next"].as_str().unwrap();
        let rest = app.get(ANNA, &format!("{}?limit=1&cursor={next}", reaction(thumb))).await.ok();
        assert_eq!(
            (page.each("/id"), rest.each("/id")),
            (vec![json!(app.id(BOB))], vec![json!(app.id(CARL))])
        );
        app.delete(BOB, &reaction(plain_heart)).await.done();
        app.delete(BOB, &reaction(plain_heart)).await.done();
        let seen = app.get(BOB, &path(&message)).await.ok().json["reactions"][1].clone();
        assert_eq!((&seen["count"], &seen["mine"]), (&json!(1), &json!(false)));
        for bad in ["x", "%00", "%F0%9F%91%8D%F0%9F%91%8D", "%E5%A5%BD", "%20"] {
            app.put(BOB, &reaction(bad), json!({})).await.refused(422, "chat.not_an_emoji");
            app.get(BOB, &reaction(bad)).await.refused(422, "chat.not_an_emoji");
            app.delete(BOB, &reaction(bad)).await.refused(422, "chat.not_an_emoji");
        }
    });
}

#[test]
fn a_message_has_at_most_fifty_kinds() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB]).await;
        let message = app.say(ANNA, &chat, "热闹").await;
        // U+1F600 and the fifty after it are faces.
        for n in 0..=50_u8 {
            let emoji = format!("%F0%9F%98%{:02X}", 0x80 + n);
            let reply = app.put(BOB, &format!("{}/reactions/{emoji}", path(&message)), json!({})).await;
            if n < 50 { reply.done() } else { reply.refused(409, "chat.too_many_reactions") }
        }
        let seen = app.get(BOB, &path(&message)).await.ok().json["reactions"].as_array().unwrap().len();
        assert_eq!(seen, 50);
    });
}
