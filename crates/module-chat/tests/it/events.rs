//! Catching up: every event of a chat, without a gap and nothing twice.

use http::Method;
use serde_json::{Value, json};

use crate::office::{ANNA, BOB, CARL, in_an_office, path};

#[test]
fn who_was_away_misses_nothing() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB]).await;
        let first = app.say(ANNA, &chat, "第一条").await;
        let second = app.say(BOB, &chat, "第二条").await;
        app.patch(ANNA, &path(&first), json!({ "text": "改过" })).await.ok();
        app.put(BOB, &format!("{}/reactions/%F0%9F%91%8D", path(&first)), json!({})).await.done();
        app.put(BOB, &format!("{}/pin", path(&first)), json!({})).await.done();
        app.delete(BOB, &format!("{}/pin", path(&first))).await.done();
        app.call(BOB, Method::POST, &format!("{}/recall", path(&second)), None).await.done();
        app.patch(ANNA, &chat, json!({ "title": "改名" })).await.ok();
        app.post(ANNA, &format!("{chat}/members"), json!({ "users": [app.id(CARL)] })).await.ok();
        app.patch(ANNA, &format!("{chat}/members/{}", app.id(CARL)), json!({ "role": "admin" })).await.done();
        app.delete(CARL, &format!("{chat}/members/{}", app.id(CARL))).await.done();

        let whole = app.get(BOB, &format!("{chat}/events?after=0&limit=200")).await.ok();
        let kinds = whole.each("/kind");
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str().unwrap()).collect();
        assert_eq!(
            kinds,
            [
                "chat.chat.created.v1",
                "chat.message.posted.v1",
                "chat.message.posted.v1",
                "chat.message.posted.v1",
                "chat.message.edited.v1",
                "chat.message.reacted.v1",
                "chat.message.pinned.v1",
                "chat.message.unpinned.v1",
                "chat.message.recalled.v1",
                "chat.message.posted.v1",
                "chat.chat.changed.v1",
                "chat.member.added.v1",
                "chat.message.posted.v1",
                "chat.member.changed.v1",
                "chat.message.posted.v1",
                "chat.member.removed.v1",
            ]
        );
        assert_eq!(whole.each("/seq"), (1..=kinds.len()).map(Value::from).collect::<Vec<_>>());
        assert_eq!((&whole.json["event_seq"], &whole.json["next"]), (&json!(kinds.len()), &json!(null)));
        // What changed since is in it already; what was taken back is not.
        let posted = &whole.items()[2]["data"];
        assert_eq!((&posted["text"], &posted["reactions"][0]["count"]), (&json!("改过"), &json!(1)));
        assert!(!whole.json.to_string().contains("第二条"));

        // In pages of any size it is the same.
        for limit in [1, 3, 200] {
            let (mut all, mut after) = (Vec::new(), "0".to_owned());
            loop {
                let page = app.get(BOB, &format!("{chat}/events?after={after}&limit={limit}")).await.ok();
                assert!(page.items().len() <= limit);
                all.extend(page.items().to_vec());
                let Some(next) = page.json["next"].as_str() else { break };
                after = next.to_owned();
            }
            assert_eq!(all, whole.items());
        }
        for after in ["16", "99", "9223372036854775807"] {
            let page = app.get(BOB, &format!("{chat}/events?after={after}")).await.ok();
            assert_eq!((page.items().len(), &page.json["next"]), (0, &json!(null)), "{after}");
        }
        assert_eq!(app.get(BOB, &format!("{chat}/events?after=-5")).await.ok().items().len(), 16);
        app.get(BOB, &format!("{chat}/events")).await.refused(400, "http.malformed");
        app.get(CARL, &format!("{chat}/events?after=0")).await.refused(404, "chat.chat_not_found");
    });
}
