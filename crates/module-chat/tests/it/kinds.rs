//! Chats of every kind: how they come to be.

use http::StatusCode;
use kernel::Millis;
use serde_json::json;

use crate::office::{ANNA, BOB, CARL, DORA, EVE, STATION, TOWN, WEN, in_an_office};

#[test]
fn a_direct_chat_exists_once_for_both() {
    in_an_office(async |app| {
        let with = |who: usize| json!({ "kind": "direct", "members": [app.id(who)] });
        // Both press at once, twice.
        let (a, b, c, d) = tokio::join!(
            app.post(ANNA, "/chats", with(BOB)),
            app.post(BOB, "/chats", with(ANNA)),
            app.post(ANNA, "/chats", with(BOB)),
            app.post(BOB, "/chats", with(ANNA)),
        );
        let made = [a, b, c, d].map(|reply| reply.expect(StatusCode::CREATED));
        assert!(made.iter().all(|reply| reply.id() == made[0].id()));
        let [anna, bob] = [&made[0].json, &made[1].json];
        assert_eq!(
            (&anna["title"], &bob["title"]),
            (&json!("曾博"), &json!("单安娜")),
            "each reads the other's name"
        );
        assert_eq!(anna["peer"]["id"], app.id(BOB));
        assert_eq!(
            (&anna["kind"], &anna["members"], &anna["owner"]),
            (&json!("direct"), &json!(2), &json!(null))
        );

        let chat = format!("/chats/{}", made[0].id());
        for who in [ANNA, BOB] {
            app.patch(who, &chat, json!({ "title": "x" })).await.refused(403, "chat.admins_only");
            app.delete(who, &chat).await.refused(409, "chat.not_for_this_kind");
            app.delete(who, &format!("{chat}/members/{}", app.id(who)))
                .await
                .refused(409, "chat.not_for_this_kind");
            let third = json!({ "users": [app.id(CARL)] });
            app.post(who, &format!("{chat}/members"), third).await.refused(409, "chat.not_for_this_kind");
        }
        // Both may name everyone, and post whatever the settings say.
        assert_eq!(app.say(BOB, &chat, "<@all>").await["mentions_all"], true);

        for (members, code) in [
            (json!([]), "chat.direct_needs_one"),
            (json!([app.id(ANNA)]), "chat.direct_needs_one"),
            (json!([app.id(BOB), app.id(CARL)]), "chat.direct_needs_one"),
            (json!([app.id(EVE)]), "chat.people_not_found"),
            (json!(["7"]), "chat.people_not_found"),
        ] {
            app.post(ANNA, "/chats", json!({ "kind": "direct", "members": members }))
                .await
                .refused(422, code);
        }
    });
}

#[test]
fn a_group_begins_with_a_note_and_its_maker_owns_it() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB, CARL]).await;
        let seen = app.get(BOB, &chat).await.ok().json;
        assert_eq!((&seen["owner"], &seen["members"]), (&json!(app.id(ANNA)), &json!(3)));
        assert_eq!((&seen["me"]["role"], &seen["me"]["unread"]), (&json!("member"), &json!(0)));
        assert_eq!(seen["last_message"]["system"], json!({ "kind": "created" }));
        assert_eq!(app.me(ANNA, &chat).await["unread"], 0, "who made it has seen that");

        let group = |title: &str, members: Vec<String>| json!({ "kind": "group", "title": title, "members": members });
        for (new, code) in [
            (group("", vec![app.id(BOB)]), "chat.title_missing"),
            (group("\u{200b} ", vec![app.id(BOB)]), "chat.title_missing"),
            (group(&"长".repeat(61), vec![app.id(BOB)]), "chat.title_too_long"),
            (group("x", vec![]), "chat.members_missing"),
            (group("x", vec![app.id(ANNA)]), "chat.members_missing"),
            (group("x", vec![app.id(BOB), app.id(EVE)]), "chat.people_not_found"),
            (group("x", (1..=1_001).map(|id| id.to_string()).collect()), "chat.too_many_at_once"),
        ] {
            app.post(ANNA, "/chats", new).await.refused(422, code);
        }
        app.leaves(CARL).await;
        let gone = group("x", vec![app.id(CARL)]);
        app.post(ANNA, "/chats", gone).await.refused(422, "chat.people_not_found");
        app.post(ANNA, "/chats", json!({ "kind": "band" })).await.refused(400, "http.malformed");
        app.post(ANNA, "/chats", json!({ "kind": "everyone" })).await.refused(409, "chat.not_for_this_kind");
    });
}

#[test]
fn a_department_has_one_group_of_its_people() {
    in_an_office(async |app| {
        let of =
            |place: usize| json!({ "kind": "department", "department": app.departments[place].to_string() });
        let made = app.post(ANNA, "/chats", of(TOWN)).await.expect(StatusCode::CREATED);
        assert_eq!(
            (&made.json["title"], &made.json["members"]),
            (&json!("镇政府"), &json!(3)),
            "with those below it"
        );
        // Anybody of the department gets the same one.
        let again = app.post(CARL, "/chats", of(TOWN)).await.expect(StatusCode::CREATED);
        assert_eq!(again.id(), made.id());
        let own = app.post(CARL, "/chats", of(STATION)).await.expect(StatusCode::CREATED);
        assert_ne!(own.id(), made.id());
        // Not even who administers everything makes a group that only others could open.
        for who in [DORA, WEN] {
            app.post(who, "/chats", of(TOWN)).await.refused(403, "chat.not_in_department");
        }
        app.post(ANNA, "/chats", json!({ "kind": "department", "department": "7" }))
            .await
            .refused(422, "chat.department_not_found");
        app.post(ANNA, "/chats", json!({ "kind": "department" }))
            .await
            .refused(422, "chat.department_not_found");
    });
}

#[test]
fn the_list_has_what_is_on_top_first_then_the_latest() {
    in_an_office(async |app| {
        let mut chats = Vec::new();
        for _ in 0..7 {
            chats.push(app.group(&[ANNA, BOB]).await);
            app.pass(Millis::MINUTE);
        }
        app.say(BOB, &chats[1], "新").await;
        app.patch(ANNA, &format!("{}/me", chats[3]), json!({ "pinned": true })).await.ok();
        let wanted: Vec<String> = [3, 1, 6, 5, 4, 2, 0]
            .iter()
            .map(|at| chats[*at].trim_start_matches("/chats/").to_owned())
            .collect();
        let mut listed = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = app.get(ANNA, &format!("/chats?limit=2{cursor}")).await.ok();
            listed.extend(page.items().iter().map(|chat| chat["id"].as_str().unwrap().to_owned()));
            let Some(next) = page.json["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(listed, wanted);
        let unread = app.get(ANNA, "/chats?filter=unread").await.ok();
        assert_eq!(unread.each("/id"), [json!(wanted[1])]);
        assert_eq!(app.get(ANNA, "/chats?filter=mentions").await.ok().items().len(), 0);
        app.say(BOB, &chats[2], "<@all>").await;
        assert_eq!(app.get(ANNA, "/chats?filter=mentions").await.ok().each("/id"), [json!(wanted[5])]);
        assert_eq!(app.get(ANNA, "/chats?kind=direct").await.ok().items().len(), 0);
        assert_eq!(app.get(ANNA, "/chats?kind=group").await.ok().items().len(), 7);
        app.get(ANNA, "/chats?cursor=x").await.refused(400, "http.malformed");

        // Hidden until its next message, whatever else is chosen meanwhile.
        let listed = async || app.get(ANNA, "/chats").await.ok().each("/id").contains(&json!(wanted[6]));
        let mine = format!("{}/me", chats[0]);
        app.patch(ANNA, &mine, json!({ "hidden": true })).await.ok();
        app.patch(ANNA, &mine, json!({ "muted": true })).await.ok();
        assert!(!listed().await);
        app.say(BOB, &chats[0], "在吗").await;
        assert!(listed().await);
        app.patch(ANNA, &mine, json!({ "hidden": true })).await.ok();
        app.patch(ANNA, &mine, json!({ "pinned": true })).await.ok();
        assert!(listed().await, "what is put on top shows");
    });
}
