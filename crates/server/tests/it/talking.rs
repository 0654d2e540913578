//! Talking: what is posted is there once, in order, for those who are in the chat; reading, editing, taking back.

use http::StatusCode;
use serde_json::{Value, json};

use crate::office::Office;

async fn group(office: &Office, token: &str, members: &[&str]) -> String {
    let new = json!({ "kind": "group", "title": "项目", "members": members });
    let reply = office.call("POST", "/api/v1/chat/chats", Some(token), Some(new)).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{reply:?}");
    reply.body["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_message_sent_twice_exists_once_and_order_has_no_gaps() {
    let office = Office::open().await;
    let (anna, _) = office.sign_in("anna").await;
    let (_, bob_id) = office.sign_in("bob").await;
    let chat = group(&office, &anna, &[&bob_id]).await;
    let path = format!("/api/v1/chat/chats/{chat}/messages");
    for i in 0..30 {
        for _ in 0..2 {
            let body = json!({ "text": format!("第 {i} 条"), "client_id": format!("c{i}") });
            let reply = office.call("POST", &path, Some(&anna), Some(body)).await;
            assert_eq!(reply.status, StatusCode::CREATED, "{reply:?}");
        }
    }
    let reply = office.call("GET", &format!("{path}?after=0&limit=200"), Some(&anna), None).await;
    let seqs: Vec<i64> =
        reply.body["items"].as_array().unwrap().iter().map(|m| m["seq"].as_i64().unwrap()).collect();
    // The note that the group was made, then thirty messages.
    assert_eq!(seqs, (1..=31).collect::<Vec<_>>());
    let path = format!("/api/v1/chat/chats/{chat}/events?after=0&limit=200");
    let events = office.call("GET", &path, Some(&anna), None).await.body;
    let places: Vec<i64> =
        events["items"].as_array().unwrap().iter().map(|e| e["seq"].as_i64().unwrap()).collect();
    assert_eq!(places, (1..=events["event_seq"].as_i64().unwrap()).collect::<Vec<_>>());
}

#[tokio::test]
async fn unread_mentions_and_readers_follow_the_read_mark() {
    let office = Office::open().await;
    let (anna, _) = office.sign_in("anna").await;
    let (bob, bob_id) = office.sign_in("bob").await;
    let chat = group(&office, &anna, &[&bob_id]).await;
    let path = format!("/api/v1/chat/chats/{chat}/messages");
    let text = format!("<@{bob_id}> 请看，<@all>");
    let message = office.call("POST", &path, Some(&anna), Some(json!({ "text": text }))).await.body;
    let mine = office.call("GET", &format!("/api/v1/chat/chats/{chat}"), Some(&bob), None).await.body;
    assert_eq!((&mine["me"]["unread"], &mine["me"]["mentions"]), (&json!(1), &json!(1)), "{mine}");
    let readers = format!("/api/v1/chat/messages/{}/readers?state=unread", message["id"].as_str().unwrap());
    let before = office.call("GET", &readers, Some(&anna), None).await.body;
    assert_eq!((&before["read"], &before["unread"]), (&json!(0), &json!(1)), "{before}");
    let read = json!({ "seq": message["seq"] });
    let after =
        office.call("PUT", &format!("/api/v1/chat/chats/{chat}/read"), Some(&bob), Some(read)).await.body;
    assert_eq!((&after["unread"], &after["mentions"]), (&json!(0), &json!(0)), "{after}");
    let after = office.call("GET", &readers, Some(&anna), None).await.body;
    assert_eq!((&after["read"], &after["unread"]), (&json!(1), &json!(0)), "{after}");
}

#[tokio::test]
async fn what_is_taken_back_leaves_no_words() {
    let office = Office::open().await;
    let (anna, _) = office.sign_in("anna").await;
    let (bob, bob_id) = office.sign_in("bob").await;
    let chat = group(&office, &anna, &[&bob_id]).await;
    let path = format!("/api/v1/chat/chats/{chat}/messages");
    let id =
        office.call("POST", &path, Some(&anna), Some(json!({ "text": "说错了" }))).await.body["id"].clone();
    let id = id.as_str().unwrap();
    let message = format!("/api/v1/chat/messages/{id}");
    let edited = office.call("PATCH", &message, Some(&anna), Some(json!({ "text": "又说错了" }))).await;
    assert_eq!(edited.status, StatusCode::OK, "{edited:?}");
    let history = office.call("GET", &format!("{message}/history"), Some(&bob), None).await.body;
    assert_eq!(history["items"][0]["text"], "说错了");
    let theirs = office.call("PATCH", &message, Some(&bob), Some(json!({ "text": "x" }))).await;
    assert_eq!(theirs.body["code"], "chat.not_sender");
    let recall = format!("{message}/recall");
    assert_eq!(office.call("POST", &recall, Some(&bob), None).await.status, StatusCode::FORBIDDEN);
    assert_eq!(office.call("POST", &recall, Some(&anna), None).await.status, StatusCode::NO_CONTENT);
    let all = office.call("GET", &format!("{path}?limit=200"), Some(&bob), None).await.body.to_string()
        + &office.call("GET", &format!("{message}/history"), Some(&bob), None).await.body.to_string();
    assert!(!all.contains("说错"), "{all}");
}

#[tokio::test]
async fn who_joins_later_reads_from_the_first_message_unless_the_group_says_no() {
    let office = Office::open().await;
    let (anna, _) = office.sign_in("anna").await;
    let (bob, bob_id) = office.sign_in("bob").await;
    let (_, owner_id) = office.sign_in("owner").await;
    for (history, seen) in [(true, true), (false, false)] {
        let chat = group(&office, &anna, &[&owner_id]).await;
        let path = format!("/api/v1/chat/chats/{chat}/messages");
        let settings = json!({ "settings": {
            "history_for_new": history, "who_can_post": "all", "who_can_add": "all", "who_can_mention_all": "all",
        }});
        let set =
            office.call("PATCH", &format!("/api/v1/chat/chats/{chat}"), Some(&anna), Some(settings)).await;
        assert_eq!(set.status, StatusCode::OK, "{set:?}");
        let text = json!({ "text": "第一条" });
        let first = office.call("POST", &path, Some(&anna), Some(text)).await.body;
        let members = format!("/api/v1/chat/chats/{chat}/members");
        let added = office.call("POST", &members, Some(&anna), Some(json!({ "users": [bob_id] }))).await;
        assert_eq!(added.body["added"], 1, "{added:?}");
        let messages = office.call("GET", &path, Some(&bob), None).await.body;
        let found = messages["items"].as_array().unwrap().iter().any(|m| m["text"] == "第一条");
        assert_eq!(found, seen, "{messages}");
        let one = format!("/api/v1/chat/messages/{}", first["id"].as_str().unwrap());
        let status = office.call("GET", &one, Some(&bob), None).await.status;
        assert_eq!(status == StatusCode::OK, seen);
    }
}

#[tokio::test]
async fn a_post_under_an_idempotency_key_is_done_once() {
    let office = Office::open().await;
    let (anna, _) = office.sign_in("anna").await;
    let (_, bob_id) = office.sign_in("bob").await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        let body = json!({ "kind": "group", "title": "一次", "members": [bob_id] }).to_string();
        let request = http::Request::post("/api/v1/chat/chats")
            .header("authorization", format!("Bearer {anna}"))
            .header("content-type", "application/json")
            .header("idempotency-key", "key-1")
            .body(axum::body::Body::from(body))
            .unwrap();
        let reply = office.send(request).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{reply:?}");
        ids.push(reply.body["id"].clone());
    }
    assert_eq!(ids[0], ids[1]);
    assert_ne!(ids[0], Value::Null);
}

#[tokio::test]
async fn whom_one_talks_to_is_found_first() {
    let office = Office::open().await;
    let (owner, _) = office.sign_in("owner").await;
    let (anna, _) = office.sign_in("anna").await;
    for name in ["王伟", "王薇"] {
        let made =
            office.call("POST", "/api/v1/people/users", Some(&owner), Some(json!({ "name": name }))).await;
        assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    }
    let found = async |token: &str| {
        let found = office.call("GET", "/api/v1/people/users?q=wangwei", Some(token), None).await;
        let ids = found.body["items"].as_array().unwrap().iter().map(|person| person["id"].clone());
        ids.collect::<Vec<Value>>()
    };
    let usual = found(&owner).await;
    assert_eq!(usual.len(), 2);
    let new = json!({ "kind": "direct", "members": [usual[1]] });
    let chat = office.call("POST", "/api/v1/chat/chats", Some(&anna), Some(new)).await;
    let path = format!("/api/v1/chat/chats/{}/messages", chat.body["id"].as_str().unwrap());
    let said = office.call("POST", &path, Some(&anna), Some(json!({ "text": "在吗" }))).await;
    assert_eq!(said.status, StatusCode::CREATED, "{said:?}");
    assert_eq!(found(&anna).await, [usual[1].clone(), usual[0].clone()]);
    assert_eq!(found(&owner).await, usual);
}
