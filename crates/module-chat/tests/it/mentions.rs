//! Naming people.

use kernel::{Id, Page};
use serde_json::json;

use crate::office::{ANNA, App, BOB, CARL, DORA, in_an_office};

/// How many notifications somebody has.
async fn notified(app: &App, who: usize) -> usize {
    let (notify, org, user) = (app.core.notify.clone(), app.org, app.people[who]);
    let page = Page { limit: Some(200), cursor: None };
    let found = app
        .core
        .db
        .read(move |tx| Box::pin(async move { notify.list(tx, org, user, false, &page).await }))
        .await
        .unwrap();
    found.items.len()
}

async fn unread(app: &App, who: usize) -> i64 {
    let (notify, org, user) = (app.core.notify.clone(), app.org, app.people[who]);
    app.core.db.read(move |tx| Box::pin(async move { notify.unread(tx, org, user).await })).await.unwrap()
}

#[test]
fn who_is_named_is_counted_and_told() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB, CARL]).await;
        app.patch(CARL, &format!("{chat}/me"), json!({ "muted": true })).await.ok();
        let named = |who: usize| format!("<@{}>", app.id(who));
        let text = [BOB, BOB, CARL, ANNA, DORA].map(named).concat() + "<@7> <@x>";
        let message = app.say(ANNA, &chat, &text).await;
        assert_eq!(
            message["mentions"],
            json!([app.id(BOB), app.id(CARL)]),
            "once, not oneself, nobody from outside"
        );
        app.say(ANNA, &chat, "<@all> 开会").await;
        app.settle().await;
        let me = app.me(BOB, &chat).await;
        assert_eq!((&me["mentions"], &me["first_mention_seq"]), (&json!(2), &message["seq"]));
        assert_eq!(app.me(CARL, &chat).await["mentions"], 2, "also in a muted chat");
        assert_eq!(app.me(ANNA, &chat).await["mentions"], 0);
        // Told of it: who is named, unless the chat is muted. What names everyone shows in the list.
        assert_eq!(
            (notified(&app, BOB).await, notified(&app, CARL).await, notified(&app, DORA).await),
            (1, 0, 0)
        );
        assert_eq!(unread(&app, BOB).await, 1);
        app.put(BOB, &format!("{chat}/read"), json!({ "seq": message["seq"] })).await.ok();
        assert_eq!(app.me(BOB, &chat).await["mentions"], 1);
        // Reading where one was named is being told; what is read before it could be told is not told.
        assert_eq!(unread(&app, BOB).await, 0);
        app.say(ANNA, &chat, &named(BOB)).await;
        app.put(BOB, &format!("{chat}/read"), json!({ "seq": i64::MAX })).await.ok();
        app.settle().await;
        assert_eq!((notified(&app, BOB).await, unread(&app, BOB).await), (1, 0));
    });
}

#[test]
fn a_crowd_is_named_as_everyone() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB]).await;
        let messages = format!("{chat}/messages");
        let crowd = |count: i64| -> String {
            (0..count).map(|n| format!("<@{}>", Id(app.people[BOB].0 + n))).collect()
        };
        let message = app.say(ANNA, &chat, &crowd(200)).await;
        assert_eq!(message["mentions"].as_array().unwrap().len(), 1, "of two hundred one is here");
        for count in [201, 10_000] {
            let refused = app.post(ANNA, &messages, json!({ "text": crowd(count) })).await;
            assert!(refused.json["title"].as_str().unwrap().contains("200"), "{:#}", refused.json);
            refused.refused(422, "chat.too_many_mentions");
            app.patch(ANNA, &crate::office::path(&message), json!({ "text": crowd(count) }))
                .await
                .refused(422, "chat.too_many_mentions");
        }
        // The same person ten thousand times is one person, and a long text.
        let often = format!("<@{}>", app.id(BOB)).repeat(10_000);
        app.post(ANNA, &messages, json!({ "text": often })).await.refused(422, "chat.message_too_long");
    });
}
