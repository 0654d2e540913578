//! Who is not in a chat meets "not found", whoever's ids stand in the request.

use http::StatusCode;
use serde_json::json;

use crate::office::{ANNA, BOB, CARL, DORA, EVE, WEN, in_an_office, path};

#[test]
fn strangers_meet_nothing_in_any_operation() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB]).await;
        let own = app.group(&[DORA, CARL]).await;
        let message = app.say(ANNA, &chat, "绝密").await;
        app.put(ANNA, &format!("{}/pin", path(&message)), json!({})).await.done();
        app.settle().await;
        let body = json!({
            "text": "x", "title": "x", "seq": 1, "role": "admin", "user": app.id(DORA), "users": [app.id(DORA)],
            "level": "all", "reply_to": message["id"],
        });
        let before = app.get(ANNA, &chat).await.ok().json["event_seq"].clone();
        let mut asked = 0;
        // Not even who owns the organisation; and nobody of another one.
        for who in [DORA, WEN, EVE] {
            for (method, operation, name) in &app.operations {
                let at = match operation.strip_prefix("/messages/{id}") {
                    Some(rest) => format!("{}{rest}", path(&message)),
                    None => operation.replace("/chats/{id}", &chat),
                };
                if at == *operation {
                    continue;
                }
                let at = at.replace("{user}", &app.id(BOB)).replace("{emoji}", "%F0%9F%91%8D");
                let query = match name.as_str() {
                    "chat.events.list" => "?after=0",
                    "chat.files.list" => "?kind=file",
                    _ => "",
                };
                let reply = app.call(who, method.clone(), &format!("{at}{query}"), Some(body.clone())).await;
                assert_eq!(reply.status, StatusCode::NOT_FOUND, "{name}: {:#}", reply.json);
                assert!(!reply.json.to_string().contains("绝密"));
                asked += 1;
            }
            assert_eq!(app.get(who, "/search?q=%E7%BB%9D%E5%AF%86").await.ok().items().len(), 0);
            let id = chat.trim_start_matches("/chats/");
            assert_eq!(
                app.get(who, &format!("/search?sender={}&chat={id}", app.id(ANNA))).await.ok().items().len(),
                0
            );
        }
        assert!(asked > 3 * 24, "{asked}");
        // What belongs to the other chat cannot be brought into one's own.
        app.post(DORA, &format!("{own}/messages"), json!({ "text": "x", "reply_to": message["id"] }))
            .await
            .refused(422, "chat.reply_not_found");
        app.delete(DORA, &format!("{own}/members/{}", app.id(BOB)))
            .await
            .refused(404, "chat.member_not_found");
        app.patch(DORA, &format!("{own}/members/{}", app.id(BOB)), json!({ "role": "admin" }))
            .await
            .refused(404, "chat.member_not_found");
        // Nothing of all this left a trace.
        assert_eq!(app.get(ANNA, &chat).await.ok().json["event_seq"], before);
        assert_eq!(app.texts(BOB, &chat).await, ["绝密"]);
    });
}
