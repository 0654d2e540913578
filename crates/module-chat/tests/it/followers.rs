//! Groups that follow the directory.

use contracts::people::events;
use http::StatusCode;
use serde_json::{Value, json};

use crate::office::{ANNA, App, BOB, CARL, DORA, EVE, HALL, STATION, TOWN, WEN, in_an_office};

async fn members(app: &App, who: usize, chat: &str) -> Vec<Value> {
    let mut ids = app.get(who, &format!("{chat}/members")).await.ok().each("/user/id");
    ids.sort_by_key(ToString::to_string);
    ids
}

#[test]
fn the_group_of_a_department_follows_the_tree() {
    in_an_office(async |app| {
        let new = json!({ "kind": "department", "department": app.departments[TOWN].to_string() });
        let chat = format!("/chats/{}", app.post(ANNA, "/chats", new).await.expect(StatusCode::CREATED).id());
        app.say(ANNA, &chat, "早").await;
        assert_eq!(members(&app, ANNA, &chat).await, [app.id(ANNA), app.id(BOB), app.id(CARL)]);
        app.moves(DORA, Some(STATION)).await;
        assert_eq!(members(&app, ANNA, &chat).await, [app.id(ANNA), app.id(BOB), app.id(CARL), app.id(DORA)]);
        assert_eq!(app.get(ANNA, &chat).await.ok().json["members"], 4);
        // Who comes reads from the first message, and has nothing unread of the time before.
        assert_eq!(app.texts(DORA, &chat).await, ["早"]);
        assert_eq!(app.me(DORA, &chat).await["unread"], 0);
        app.moves(CARL, Some(HALL)).await;
        app.get(CARL, &chat).await.refused(404, "chat.chat_not_found");
        assert_eq!(members(&app, ANNA, &chat).await, [app.id(ANNA), app.id(BOB), app.id(DORA)]);
        // The owner goes, the next takes over.
        app.moves(ANNA, None).await;
        assert_eq!(app.me(BOB, &chat).await["role"], "owner");
        app.leaves(BOB).await;
        assert_eq!(members(&app, DORA, &chat).await, [app.id(DORA)]);
        assert_eq!(app.me(DORA, &chat).await["role"], "owner");
        // Nothing but the directory changes who is in it.
        let members = format!("{chat}/members");
        let add = json!({ "users": [app.id(ANNA)] });
        app.post(DORA, &members, add).await.refused(409, "chat.follows_directory");
        app.delete(DORA, &format!("{members}/{}", app.id(DORA))).await.refused(409, "chat.follows_directory");
        // The department goes; its group stays as a memory of those who were in it.
        app.directory.departments.write().remove(&app.departments[TOWN]);
        app.people_change(events::DEPARTMENT_REMOVED, WEN, |_| ()).await;
        assert_eq!(app.texts(DORA, &chat).await, ["早"]);
    });
}

#[test]
fn there_is_one_group_for_all() {
    in_an_office(async |app| {
        app.moves(CARL, Some(HALL)).await;
        let listed = app.get(ANNA, "/chats?kind=everyone").await.ok();
        let [chat] = listed.items() else { panic!("{listed:?}") };
        assert_eq!(
            (&chat["members"], &chat["owner"], &chat["me"]["role"]),
            (&json!(5), &json!(null), &json!("member"))
        );
        let chat = format!("/chats/{}", chat["id"].as_str().unwrap());
        // Again and again it is the same, and with nobody twice.
        app.moves(CARL, Some(STATION)).await;
        assert_eq!(app.get(BOB, "/chats?kind=everyone").await.ok().items().len(), 1);
        assert_eq!(members(&app, ANNA, &chat).await.len(), 5);
        app.get(EVE, &chat).await.refused(404, "chat.chat_not_found");

        app.say(BOB, &chat, "大家好").await;
        let all = json!({ "text": "<@all>" });
        app.post(BOB, &format!("{chat}/messages"), all).await.refused(403, "chat.mention_all_restricted");
        app.delete(WEN, &chat).await.refused(409, "chat.not_for_this_kind");
        app.post(WEN, &format!("{chat}/transfer"), json!({ "user": app.id(BOB) }))
            .await
            .refused(409, "chat.not_for_this_kind");
        // It has no owner: who administers the organisation appoints.
        let bob = format!("{chat}/members/{}", app.id(BOB));
        app.patch(ANNA, &bob, json!({ "role": "admin" })).await.refused(403, "chat.owner_only");
        app.patch(WEN, &bob, json!({ "role": "admin" })).await.done();
        assert_eq!(app.say(BOB, &chat, "<@all> 放假").await["mentions_all"], true);
        app.leaves(ANNA).await;
        assert_eq!(members(&app, BOB, &chat).await.len(), 4);
    });
}

#[test]
fn who_leaves_the_organisation_leaves_every_group() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB, CARL]).await;
        let other = app.group(&[CARL, ANNA]).await;
        app.say(ANNA, &chat, "留下的话").await;
        app.leaves(ANNA).await;
        assert_eq!(members(&app, BOB, &chat).await, [app.id(BOB), app.id(CARL)]);
        assert_eq!(app.get(BOB, &chat).await.ok().json["owner"], app.id(BOB));
        assert_eq!(app.get(CARL, &other).await.ok().json["members"], 1);
        // What was said stays, under its name.
        let said = app.get(BOB, &format!("{chat}/messages")).await.ok();
        assert!(
            said.items().iter().any(|m| m["text"] == "留下的话" && m["sender_name"] == "单安娜"),
            "{said:?}"
        );
    });
}

#[test]
fn who_leaves_with_an_import_leaves_every_group() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB, CARL]).await;
        // An import marks many, and tells of it once.
        for who in [ANNA, CARL] {
            app.directory.people.write().get_mut(&app.people[who]).unwrap().here = false;
        }
        app.people_change(events::DIRECTORY_IMPORTED, WEN, |_| ()).await;
        assert_eq!(members(&app, BOB, &chat).await, [app.id(BOB)]);
        assert_eq!(app.get(BOB, &chat).await.ok().json["owner"], app.id(BOB));
    });
}

#[test]
fn the_group_for_all_is_called_as_its_reader_says_until_it_is_named() {
    in_an_office(async |app| {
        app.moves(CARL, Some(HALL)).await;
        let listed = app.get(ANNA, "/chats?kind=everyone").await.ok();
        let chat = format!("/chats/{}", listed.items()[0]["id"].as_str().unwrap());
        let bob = format!("{chat}/members/{}", app.id(BOB));
        app.patch(WEN, &bob, json!({ "role": "admin" })).await.done();
        let title = async || app.get(BOB, &chat).await.ok().json["title"].clone();
        let renamed = async || {
            let said = app.get(BOB, &format!("{chat}/messages")).await.ok();
            said.items().iter().filter(|message| message["system"]["kind"] == "renamed").count()
        };
        assert_eq!(title().await, "Everyone");
        // Saving what is shown names nothing.
        app.patch(BOB, &chat, json!({ "title": "Everyone", "announcement": "周五停电" })).await.ok();
        assert_eq!((title().await, renamed().await), (json!("Everyone"), 0));
        app.patch(BOB, &chat, json!({ "title": "望川大家庭" })).await.ok();
        assert_eq!((title().await, renamed().await), (json!("望川大家庭"), 1));
    });
}
