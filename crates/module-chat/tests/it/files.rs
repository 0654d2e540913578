//! Files in chats: whose they are, who may see them.

use http::StatusCode;
use serde_json::{Value, json};

use crate::office::{ANNA, BOB, CARL, DORA, EVE, in_an_office, path};

/// A picture of one pixel.
const GIF: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

#[test]
fn only_what_one_may_see_can_be_sent() {
    in_an_office(async |app| {
        let (chat, other) = (app.group(&[ANNA, BOB]).await, app.group(&[BOB, CARL]).await);
        let file = app.file(ANNA, "预算.txt", b"money").await;
        let send = async |who: usize, chat: &str, files: Value| {
            app.post(who, &format!("{chat}/messages"), json!({ "files": files })).await
        };
        for who in [BOB, CARL] {
            send(who, &other, json!([file])).await.refused(422, "chat.file_not_found");
        }
        let foreign = app.file(EVE, "外.txt", b"theirs").await;
        send(ANNA, &chat, json!([file, foreign])).await.refused(422, "chat.file_not_found");
        send(ANNA, &chat, json!(["7"])).await.refused(422, "chat.file_not_found");
        let many: Vec<String> = (1..=21).map(|id| id.to_string()).collect();
        send(ANNA, &chat, json!(many)).await.refused(422, "chat.too_many_files");
        // A picture of the group is looked at by all its members: it must be the changer's to show.
        let picture = app.file(BOB, "图.gif", GIF).await;
        let refused = app.patch(ANNA, &chat, json!({ "avatar_file": picture })).await;
        assert!(refused.status.is_client_error(), "{refused:?}");
        app.patch(ANNA, &chat, json!({ "avatar_file": file })).await.refused(422, "chat.file_not_found");
        assert_eq!(app.get(ANNA, &chat).await.ok().json["avatar"], json!(null));
        let own = app.file(ANNA, "图.gif", GIF).await;
        let changed = app.patch(ANNA, &chat, json!({ "avatar_file": own })).await.ok().json;
        assert!(changed["avatar"].as_str().unwrap().contains(&own));

        // Sent, its members may see it, and so pass it on.
        let sent = send(ANNA, &chat, json!([file])).await.expect(StatusCode::CREATED).json;
        assert_eq!(
            (&sent["kind"], &sent["text"], &sent["files"][0]["name"]),
            (&json!("file"), &json!(""), &json!("预算.txt"))
        );
        send(CARL, &other, json!([file])).await.refused(422, "chat.file_not_found");
        send(BOB, &other, json!([file])).await.expect(StatusCode::CREATED);
        let third = app.group(&[CARL, DORA]).await;
        send(CARL, &third, json!([file])).await.expect(StatusCode::CREATED);
    });
}

#[test]
fn pictures_files_and_links_are_listed() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB]).await;
        let (a, b) = (app.file(ANNA, "一.gif", GIF).await, app.file(ANNA, "二.txt", b"two").await);
        let post = async |body: Value| {
            app.post(ANNA, &format!("{chat}/messages"), body).await.expect(StatusCode::CREATED)
        };
        let picture = post(json!({ "files": [a], "text": "看 https://a.example" })).await.json;
        assert_eq!(picture["kind"], "image");
        assert_eq!(post(json!({ "files": [b, a] })).await.json["kind"], "file");
        let list = async |kind: &str| app.get(BOB, &format!("{chat}/files?kind={kind}")).await.ok();
        assert_eq!(list("image").await.each("/file/id"), [json!(a), json!(a)]);
        assert_eq!(list("file").await.each("/file/name"), ["二.txt"]);
        let links = list("link").await;
        assert_eq!(
            (links.each("/message/id"), links.each("/file")),
            (vec![picture["id"].clone()], vec![json!(null)])
        );
        let first = app.get(BOB, &format!("{chat}/files?kind=image&limit=1")).await.ok();
        let next = first.json["next"].as_str().unwrap();
        let rest = app.get(BOB, &format!("{chat}/files?kind=image&limit=1&cursor={next}")).await.ok();
        assert_eq!(
            (rest.each("/message/id"), &rest.json["next"]),
            (vec![picture["id"].clone()], &json!(null))
        );
        app.get(BOB, &format!("{chat}/files?kind=stone")).await.refused(400, "http.malformed");
        // A file shown twice stays visible until it was taken back twice.
        let again = app.group(&[BOB, CARL]).await;
        let pass_on =
            async || app.post(BOB, &format!("{again}/messages"), json!({ "files": [a] })).await.status;
        let all = app.get(ANNA, &format!("{chat}/messages")).await.ok();
        let with_files: Vec<&Value> = all.items().iter().filter(|m| m["files"][0].is_object()).collect();
        for (message, status) in
            with_files.into_iter().zip([StatusCode::CREATED, StatusCode::UNPROCESSABLE_ENTITY])
        {
            app.post(ANNA, &format!("{}/recall", path(message)), json!({})).await.done();
            // What was passed on meanwhile is taken back as well.
            let sent = app.get(BOB, &format!("{again}/messages")).await.ok();
            for passed in sent.items().iter().filter(|m| m["files"][0].is_object()) {
                app.post(BOB, &format!("{}/recall", path(passed)), json!({})).await.done();
            }
            assert_eq!(pass_on().await, status);
        }
    });
}
