//! What owners, admins and members may do with a group, and what becomes of it.

use http::StatusCode;
use serde_json::{Value, json};

use crate::office::{ANNA, BOB, CARL, DORA, WEN, in_an_office, path};

/// All settings, with one of them changed.
fn settings(name: &str, value: impl Into<Value>) -> Value {
    let mut all = json!({
        "history_for_new": true, "who_can_post": "all", "who_can_add": "all", "who_can_mention_all": "all",
    });
    all[name] = value.into();
    json!({ "settings": all })
}

#[test]
fn roles_allow_what_they_say() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB, CARL]).await;
        let member = |who: usize| format!("{chat}/members/{}", app.id(who));
        let admin = json!({ "role": "admin" });
        app.patch(BOB, &member(CARL), admin.clone()).await.refused(403, "chat.owner_only");
        app.patch(BOB, &chat, json!({ "title": "x" })).await.refused(403, "chat.admins_only");
        app.delete(BOB, &member(CARL)).await.refused(403, "chat.admins_only");
        app.delete(BOB, &chat).await.refused(403, "chat.owner_only");
        app.post(BOB, &format!("{chat}/transfer"), json!({ "user": app.id(BOB) }))
            .await
            .refused(403, "chat.owner_only");

        app.patch(ANNA, &member(BOB), admin.clone()).await.done();
        app.patch(ANNA, &member(BOB), admin.clone()).await.done();
        app.patch(ANNA, &member(ANNA), json!({ "role": "member" })).await.refused(409, "chat.owner_stays");
        app.patch(ANNA, &member(BOB), json!({ "role": "owner" }))
            .await
            .refused(409, "chat.not_for_this_kind");
        app.patch(ANNA, &member(DORA), admin).await.refused(404, "chat.member_not_found");
        let changed =
            app.patch(BOB, &chat, json!({ "title": " 新 名 ", "announcement": "周五开会" })).await.ok();
        assert_eq!(
            (&changed.json["title"], &changed.json["announcement"]),
            (&json!("新 名"), &json!("周五开会"))
        );
        app.delete(BOB, &member(ANNA)).await.refused(409, "chat.owner_stays");
        app.delete(BOB, &member(DORA)).await.refused(404, "chat.member_not_found");
        app.delete(BOB, &chat).await.refused(403, "chat.owner_only");

        let handed = app.post(ANNA, &format!("{chat}/transfer"), json!({ "user": app.id(CARL) })).await.ok();
        assert_eq!(
            (&handed.json["owner"], &handed.json["me"]["role"]),
            (&json!(app.id(CARL)), &json!("admin"))
        );
        app.post(ANNA, &format!("{chat}/transfer"), json!({ "user": app.id(ANNA) }))
            .await
            .refused(403, "chat.owner_only");
        app.post(CARL, &format!("{chat}/transfer"), json!({ "user": app.id(DORA) }))
            .await
            .refused(404, "chat.member_not_found");
        app.delete(BOB, &member(ANNA)).await.refused(403, "chat.admins_only");
        // All of it is told in the chat.
        let notes = app.get(CARL, &format!("{chat}/messages")).await.ok().each("/system/kind");
        assert_eq!(notes, ["created", "renamed", "announced", "transferred"]);
    });
}

#[test]
fn the_group_says_who_posts_adds_and_names_everyone() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB]).await;
        let messages = format!("{chat}/messages");
        app.patch(ANNA, &chat, settings("who_can_post", "admins")).await.ok();
        app.post(BOB, &messages, json!({ "text": "x" })).await.refused(403, "chat.posting_restricted");
        let notice = app.say(ANNA, &chat, "通知").await;
        app.put(BOB, &format!("{}/pin", path(&notice)), json!({}))
            .await
            .refused(403, "chat.posting_restricted");
        app.put(BOB, &format!("{}/reactions/%F0%9F%91%8D", path(&notice)), json!({})).await.done();

        app.patch(ANNA, &chat, settings("who_can_add", "admins")).await.ok();
        let add = json!({ "users": [app.id(CARL)] });
        app.post(BOB, &format!("{chat}/members"), add.clone()).await.refused(403, "chat.admins_only");
        assert_eq!(app.post(ANNA, &format!("{chat}/members"), add).await.ok().json["added"], 1);

        app.patch(ANNA, &chat, settings("who_can_mention_all", "admins")).await.ok();
        app.post(BOB, &messages, json!({ "text": "<@all>" }))
            .await
            .refused(403, "chat.mention_all_restricted");
        let mine = app.say(BOB, &chat, "先不点名").await;
        app.patch(BOB, &path(&mine), json!({ "text": "<@all>" }))
            .await
            .refused(403, "chat.mention_all_restricted");
        assert_eq!(app.say(ANNA, &chat, "<@all>").await["mentions_all"], true);
        app.patch(ANNA, &chat, json!({ "settings": { "who_can_post": "nobody" } }))
            .await
            .refused(400, "http.malformed");
        app.patch(ANNA, &chat, json!({ "announcement": "长".repeat(2_001) }))
            .await
            .refused(422, "chat.announcement_too_long");
    });
}

#[test]
fn who_joins_reads_from_the_first_message_unless_the_group_says_no() {
    in_an_office(async |app| {
        for open in [true, false] {
            let chat = app.group(&[ANNA, BOB]).await;
            app.patch(ANNA, &chat, settings("history_for_new", open)).await.ok();
            let early = app.say(ANNA, &chat, "从前 https://a.example").await;
            app.put(ANNA, &format!("{}/pin", path(&early)), json!({})).await.done();
            app.patch(ANNA, &chat, json!({ "announcement": "旧的公告" })).await.ok();
            app.patch(ANNA, &chat, json!({ "announcement": "新的公告" })).await.ok();
            let file = app.file(ANNA, "名单.txt", b"old").await;
            app.post(ANNA, &format!("{chat}/messages"), json!({ "files": [file] })).await;
            let add = json!({ "users": [app.id(CARL)] });
            app.post(ANNA, &format!("{chat}/members"), add.clone()).await.ok();
            assert_eq!(app.post(ANNA, &format!("{chat}/members"), add).await.ok().json["added"], 0, "once");
            app.say(ANNA, &chat, "后来").await;
            let answer = json!({ "text": "接着说", "reply_to": early["id"] });
            let quoting =
                app.post(BOB, &format!("{chat}/messages"), answer).await.expect(StatusCode::CREATED).json;
            assert_eq!(quoting["reply_to"]["text"], "从前 https://a.example");
            app.settle().await;

            let texts = app.texts(CARL, &chat).await;
            assert_eq!(texts.contains(&"从前 https://a.example".to_owned()), open);
            assert!(texts.contains(&"后来".to_owned()));
            let status = |there: bool| if there { StatusCode::OK } else { StatusCode::NOT_FOUND };
            app.get(CARL, &path(&early)).await.expect(status(open));
            app.get(CARL, &format!("{}/history", path(&early))).await.expect(status(open));
            let count = async |path: &str| app.get(CARL, path).await.ok().items().len();
            assert_eq!(count(&format!("{chat}/pins")).await, usize::from(open));
            assert_eq!(count(&format!("{chat}/files?kind=link")).await, usize::from(open));
            assert_eq!(count("/search?q=%E4%BB%8E%E5%89%8D").await, usize::from(open));
            let answer = json!({ "text": "答", "reply_to": early["id"] });
            let answered = app.post(CARL, &format!("{chat}/messages"), answer).await;
            assert_eq!(answered.status == StatusCode::CREATED, open, "{answered:?}");
            // What Anna and Bob said then; the one who may answer has read it by answering.
            assert_eq!(app.me(CARL, &chat).await["unread"], if open { 0 } else { 2 });
            // Events tell where the earlier message stands, not what it says; nor does the quote of it anywhere.
            app.put(ANNA, &format!("{}/pin", path(&quoting)), json!({})).await.done();
            for list in [
                format!("{chat}/events?after=0"),
                format!("{chat}/messages"),
                format!("{chat}/pins"),
                path(&quoting),
                chat.clone(),
                "/chats".to_owned(),
                "/search?q=%E6%8E%A5%E7%9D%80%E8%AF%B4".to_owned(),
            ] {
                let seen = app.get(CARL, &list).await.ok().json.to_string();
                assert_eq!(seen.contains("从前"), open, "{list}: {seen}");
            }
            // Neither the file posted then, nor who liked what, nor an announcement that was withdrawn.
            let passed = app.post(CARL, &format!("{chat}/messages"), json!({ "files": [file] })).await;
            assert_eq!(passed.status == StatusCode::CREATED, open, "{passed:?}");
            app.put(BOB, &format!("{}/reactions/%F0%9F%91%8D", path(&early)), json!({})).await.done();
            let events = app.get(CARL, &format!("{chat}/events?after=0&limit=200")).await.ok();
            assert!(!events.json.to_string().contains("旧的公告"), "{:#}", events.json);
            let liked =
                events.items().iter().find(|event| event["kind"] == "chat.message.reacted.v1").unwrap();
            let fields: Vec<&String> = liked["data"].as_object().unwrap().keys().collect();
            assert_eq!(fields == ["chat", "message", "seq"], !open, "{fields:?}");
            let seen = app.get(CARL, &path(&quoting)).await.ok().json;
            assert_eq!((seen["reply_to"].is_null(), &seen["reply_hidden"]), (!open, &json!(!open)));
            app.delete(ANNA, &chat).await.done();
        }
    });
}

#[test]
fn an_owner_who_leaves_is_followed_by_the_admin_then_by_who_is_here_longest() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB, CARL]).await;
        app.patch(ANNA, &format!("{chat}/members/{}", app.id(CARL)), json!({ "role": "admin" })).await.done();
        app.delete(ANNA, &format!("{chat}/members/{}", app.id(ANNA))).await.done();
        assert_eq!(app.get(BOB, &chat).await.ok().json["owner"], app.id(CARL));
        app.delete(CARL, &format!("{chat}/members/{}", app.id(CARL))).await.done();
        assert_eq!(app.me(BOB, &chat).await["role"], "owner");
        let notes = app.get(BOB, &format!("{chat}/messages")).await.ok().each("/system/kind");
        assert_eq!(notes, ["created", "left", "left"]);
        app.delete(BOB, &format!("{chat}/members/{}", app.id(BOB))).await.done();
        app.get(BOB, &chat).await.refused(404, "chat.chat_not_found");
    });
}

#[test]
fn what_is_dissolved_is_gone_for_all() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB]).await;
        let message = app.say(BOB, &chat, "要解散了").await;
        app.settle().await;
        app.delete(ANNA, &chat).await.done();
        app.settle().await;
        for who in [ANNA, BOB, WEN] {
            app.get(who, &chat).await.refused(404, "chat.chat_not_found");
            app.get(who, &path(&message)).await.refused(404, "chat.message_not_found");
            app.get(who, &format!("{chat}/events?after=0")).await.refused(404, "chat.chat_not_found");
            app.post(who, &format!("{chat}/messages"), json!({ "text": "x" }))
                .await
                .refused(404, "chat.chat_not_found");
            assert_eq!(app.get(who, "/search?q=%E8%A7%A3%E6%95%A3").await.ok().items().len(), 0);
        }
        assert!(
            !app.get(BOB, "/chats")
                .await
                .ok()
                .each("/id")
                .contains(&json!(chat.trim_start_matches("/chats/")))
        );
        assert_eq!(app.get(BOB, "/unread").await.ok().json["unread"], 0);
        app.delete(ANNA, &chat).await.refused(404, "chat.chat_not_found");
    });
}
