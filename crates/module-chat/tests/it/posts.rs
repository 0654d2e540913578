//! Posting: once, in order, without gaps.

use http::StatusCode;
use serde_json::{Value, json};

use crate::office::{ANNA, App, BOB, CARL, in_an_office};

async fn places(app: &App, chat: &str) -> Vec<i64> {
    let mut all = Vec::new();
    loop {
        let after = all.last().copied().unwrap_or(0);
        let page = app.get(ANNA, &format!("{chat}/messages?after={after}&limit=50")).await.ok();
        all.extend(page.each("/seq").iter().map(|seq| seq.as_i64().unwrap()));
        if page.json["next"].is_null() {
            return all;
        }
    }
}

#[test]
fn a_message_sent_again_exists_once() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB]).await;
        let messages = format!("{chat}/messages");
        let new = |client_id: &str| json!({ "text": "一次", "client_id": client_id });
        let first = app.post(ANNA, &messages, new("c1")).await.expect(StatusCode::CREATED);
        assert_eq!(first.json["client_id"], "c1");
        let again = app.post(ANNA, &messages, new("c1")).await.expect(StatusCode::CREATED);
        assert_eq!(again.id(), first.id());
        // The first words count; what became of the message since shows.
        app.patch(ANNA, &format!("/messages/{}", first.id()), json!({ "text": "改了" })).await.ok();
        let other = json!({ "text": "别的", "client_id": "c1" });
        assert_eq!(app.post(ANNA, &messages, other).await.json["text"], "改了");
        // The name is the sender's own, in one chat.
        assert_ne!(app.post(BOB, &messages, new("c1")).await.id(), first.id());
        let elsewhere = app.group(&[ANNA, CARL]).await;
        assert_ne!(app.post(ANNA, &format!("{elsewhere}/messages"), new("c1")).await.id(), first.id());
        assert_ne!(app.post(ANNA, &messages, new("C1")).await.id(), first.id());
        assert_eq!(places(&app, &chat).await, [1, 2, 3, 4]);
        for bad in ["", &"长".repeat(65), "a\0b"] {
            app.post(ANNA, &messages, new(bad)).await.refused(422, "chat.client_id_invalid");
        }
    });
}

#[test]
fn requests_at_once_post_once_and_leave_no_gap() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB, CARL]).await;
        let messages = format!("{chat}/messages");
        // Three people post four messages each, each message twice, all at once.
        let post = async |who: usize, n: usize| {
            let body = json!({ "text": format!("{who}-{n}"), "client_id": format!("c{n}") });
            app.post(who, &messages, body).await.expect(StatusCode::CREATED).id()
        };
        let of = async |who: usize| {
            tokio::join!(
                post(who, 0),
                post(who, 0),
                post(who, 1),
                post(who, 1),
                post(who, 2),
                post(who, 2),
                post(who, 3),
                post(who, 3),
            )
        };
        let (anna, bob, carl) = tokio::join!(of(ANNA), of(BOB), of(CARL));
        for ids in [anna, bob, carl] {
            assert_eq!((&ids.0, &ids.2, &ids.4, &ids.6), (&ids.1, &ids.3, &ids.5, &ids.7));
        }
        assert_eq!(places(&app, &chat).await, (1..=13).collect::<Vec<_>>());
        let seen = app.get(ANNA, &chat).await.ok().json;
        assert_eq!((&seen["last_seq"], &seen["last_message"]["seq"]), (&json!(13), &json!(13)));
        // Events count as densely, and in the order of the messages.
        let events = app.get(ANNA, &format!("{chat}/events?after=0&limit=200")).await.ok();
        assert_eq!(events.each("/seq"), (1..=events.items().len()).map(Value::from).collect::<Vec<_>>());
        let posted = events.each("/data/seq");
        let posted: Vec<i64> = posted.iter().filter_map(Value::as_i64).collect();
        assert_eq!(posted, (1..=13).collect::<Vec<_>>());
    });
}

#[test]
fn an_answer_quotes_what_it_answers() {
    in_an_office(async |app| {
        let (chat, other) = (app.group(&[ANNA, BOB]).await, app.group(&[ANNA, CARL]).await);
        let asked = app.say(ANNA, &chat, &format!("<@{}> 几点？", app.id(BOB))).await;
        let answer = json!({ "text": "三点", "reply_to": asked["id"] });
        let answered =
            app.post(BOB, &format!("{chat}/messages"), answer.clone()).await.expect(StatusCode::CREATED);
        let quote = &answered.json["reply_to"];
        assert_eq!(
            (&quote["seq"], &quote["sender_name"], &quote["text"]),
            (&asked["seq"], &json!("单安娜"), &json!("@曾博 几点？"))
        );
        app.post(ANNA, &format!("{other}/messages"), answer).await.refused(422, "chat.reply_not_found");
        app.post(ANNA, &format!("{chat}/messages"), json!({ "text": "x", "reply_to": "7" }))
            .await
            .refused(422, "chat.reply_not_found");
        app.call(
            ANNA,
            http::Method::POST,
            &format!("/messages/{}/recall", asked["id"].as_str().unwrap()),
            None,
        )
        .await
        .done();
        let now = app.get(BOB, &format!("/messages/{}", answered.id())).await.ok().json["reply_to"].clone();
        assert_eq!((&now["text"], &now["recalled"]), (&json!(""), &json!(true)));
    });
}
