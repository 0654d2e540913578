//! What is a member's own: read mark, draft, notifications.

use serde_json::json;

use crate::office::{ANNA, BOB, CARL, DORA, in_an_office, path};

#[test]
fn unread_and_readers_follow_the_read_mark() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB, CARL]).await;
        let first = app.say(ANNA, &chat, "一").await;
        let second = app.say(ANNA, &chat, "二").await;
        let read =
            async |seq: i64| app.put(BOB, &format!("{chat}/read"), json!({ "seq": seq })).await.ok().json;
        let side =
            |me: &serde_json::Value| (me["read_seq"].as_i64().unwrap(), me["unread"].as_i64().unwrap());
        assert_eq!(side(&app.me(BOB, &chat).await), (0, 2), "the note that the group was made is no message");
        assert_eq!(side(&app.me(ANNA, &chat).await), (3, 0), "what one writes one has read");
        assert_eq!(side(&read(2).await), (2, 1));
        assert_eq!(side(&read(1).await), (2, 1), "never back");
        assert_eq!(side(&read(-9).await), (2, 1));

        let readers = async |message: &serde_json::Value, state: &str| {
            let reply = app.get(ANNA, &format!("{}/readers?state={state}", path(message))).await.ok();
            (
                reply.each("/name"),
                reply.json["read"].as_i64().unwrap(),
                reply.json["unread"].as_i64().unwrap(),
            )
        };
        assert_eq!(readers(&first, "read").await, (vec![json!("曾博")], 1, 1));
        assert_eq!(readers(&first, "unread").await, (vec![json!("卡尔")], 1, 1));
        assert_eq!(readers(&second, "read").await, (vec![], 0, 2));
        assert_eq!(side(&read(i64::MAX).await), (3, 0), "beyond the last means all");
        app.put(CARL, &format!("{chat}/read"), json!({ "seq": 3 })).await.ok();
        assert_eq!(readers(&second, "read").await, (vec![json!("曾博"), json!("卡尔")], 2, 0));
        let page = app.get(ANNA, &format!("{}/readers?limit=1", path(&second))).await.ok();
        let next = page.json["next"].as_str().unwrap();
        let rest = app.get(ANNA, &format!("{}/readers?limit=1&cursor={next}", path(&second))).await.ok();
        assert_eq!((page.each("/name"), rest.each("/name")), (vec![json!("曾博")], vec![json!("卡尔")]));
        let marks = app.get(CARL, &format!("{chat}/reads")).await.ok();
        assert_eq!(marks.each("/read_seq"), [3, 3, 3]);
        // Who comes later is no reader of what was said before, though the group shows it.
        app.post(ANNA, &format!("{chat}/members"), json!({ "users": [app.id(DORA)] })).await.ok();
        assert_eq!(readers(&second, "read").await.1, 2);
        let marks = app.get(CARL, &format!("{chat}/reads")).await.ok();
        let joined = marks.each("/joined_seq");
        assert_eq!(joined.iter().filter(|place| **place == 0).count(), 3);
        assert!(joined.contains(&json!(3)), "{joined:?}");
        let later = app.say(ANNA, &chat, "三").await;
        assert_eq!(readers(&later, "unread").await.2, 3);
        // Neither is the note that she came unread.
        assert_eq!(side(&app.me(DORA, &chat).await), (3, 1));
        let unread = app.get(DORA, "/chats?filter=unread").await.ok().items().len();
        assert_eq!(unread, 1);
        app.put(DORA, &format!("{chat}/read"), json!({ "seq": 9 })).await.ok();
        app.patch(ANNA, &chat, json!({ "title": "改名" })).await.ok();
        assert_eq!(app.me(DORA, &chat).await["unread"], 0);
        assert_eq!(app.get(DORA, "/unread").await.ok().json["unread"], 0);
        assert_eq!(app.get(DORA, "/chats?filter=unread").await.ok().items().len(), 0);
    });
}

#[test]
fn totals_part_what_is_muted() {
    in_an_office(async |app| {
        let (loud, quiet) = (app.group(&[ANNA, BOB]).await, app.group(&[ANNA, BOB]).await);
        let muted = app.patch(BOB, &format!("{quiet}/me"), json!({ "muted": true })).await.ok().json;
        assert_eq!((&muted["level"], &muted["muted"]), (&json!("none"), &json!(true)));
        app.say(ANNA, &loud, "一").await;
        app.say(ANNA, &quiet, &format!("<@{}> <@all>", app.id(BOB))).await;
        app.say(ANNA, &quiet, "<@all>").await;
        let totals = app.get(BOB, "/unread").await.ok().json;
        assert_eq!(totals, json!({ "unread": 1, "muted_unread": 2, "mentions": 2 }));
        app.put(BOB, &format!("{quiet}/read"), json!({ "seq": 9 })).await.ok();
        let totals = app.get(BOB, "/unread").await.ok().json;
        assert_eq!(totals, json!({ "unread": 1, "muted_unread": 0, "mentions": 0 }));
        assert_eq!(app.get(ANNA, "/unread").await.ok().json["unread"], 0);
    });
}

#[test]
fn what_is_not_given_stays_as_it_was() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB]).await;
        let mine = format!("{chat}/me");
        app.patch(BOB, &mine, json!({ "level": "mentions", "pinned": true })).await.ok();
        let me = app.patch(BOB, &mine, json!({ "pinned": false })).await.ok().json;
        assert_eq!((&me["level"], &me["pinned"]), (&json!("mentions"), &json!(false)));
        // Muting is for a while: what one heard of before is there again afterwards.
        for (muted, level) in [(false, "mentions"), (true, "none"), (true, "none"), (false, "mentions")] {
            let me = app.patch(BOB, &mine, json!({ "muted": muted })).await.ok().json;
            assert_eq!((&me["level"], &me["muted"]), (&json!(level), &json!(muted)));
        }
        app.patch(BOB, &mine, json!({ "level": "some" })).await.refused(400, "http.malformed");
        assert_eq!(app.me(ANNA, &chat).await["level"], "all", "each for oneself");
    });
}

#[test]
fn a_draft_is_kept_until_it_is_sent() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB]).await;
        let message = app.say(ANNA, &chat, "问").await;
        let keep = async |body| app.put(BOB, &format!("{chat}/draft"), body).await;
        let draft =
            keep(json!({ "text": "  写一半\0 ", "reply_to": message["id"] })).await.ok().json["draft"]
                .clone();
        assert_eq!((&draft["text"], &draft["reply_to"]), (&json!("  写一半 "), &message["id"]));
        assert_eq!(app.me(BOB, &chat).await["draft"], draft);
        assert_eq!(app.me(ANNA, &chat).await["draft"], json!(null), "nobody else's");
        assert_eq!(keep(json!({ "text": " " })).await.ok().json["draft"], json!(null));
        keep(json!({ "text": "又写" })).await.ok();
        app.say(BOB, &chat, "又写完了").await;
        assert_eq!(app.me(BOB, &chat).await["draft"], json!(null));
        keep(json!({ "text": "长".repeat(20_001) })).await.refused(422, "chat.message_too_long");
    });
}
