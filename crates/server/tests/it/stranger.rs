//! A stranger gets nothing: every operation of every document is asked without a session, and every operation on a
//! chat by somebody who is not in it. A new operation is covered by itself.

use http::StatusCode;
use serde_json::{Value, json};

use crate::office::Office;

/// Operations that need nobody signed in, each for a reason.
const PUBLIC: &[(&str, &str)] = &[
    ("people.sessions.create", "signing in"),
    ("people.invitations.get", "the one-time link is the proof"),
    ("people.invitations.accept", "the one-time link is the proof"),
];

/// Method, path and operation id of everything documented.
fn operations(office: &Office) -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    for document in office.documents.values() {
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let Some(id) = operation["operationId"].as_str() else { continue };
                all.push((method.to_uppercase(), path.clone(), id.to_owned()));
            }
        }
    }
    all
}

fn filled(path: &str, chat: &str, message: &str) -> String {
    let id = if path.contains("/messages/{id}") { message } else { chat };
    path.replace("{id}", id)
        .replace("{user}", chat)
        .replace("{emoji}", "%F0%9F%91%8D")
        .replace("{token}", "nothing")
        .replace("{index}", "0")
}

#[tokio::test]
async fn nobody_gets_nothing() {
    let office = Office::open().await;
    let all = operations(&office);
    assert!(all.len() > 80, "only {} operations are documented", all.len());
    for (method, path, id) in all {
        if PUBLIC.iter().any(|(public, _)| *public == id) {
            continue;
        }
        let path = filled(&path, "1", "1");
        for token in [None, Some("cy_not_a_token")] {
            let reply = office.call(&method, &path, token, Some(json!({}))).await;
            assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{id} ({method} {path}) answered {reply:?}");
            assert_eq!(reply.body["code"], "http.sign_in", "{id}");
        }
    }
}

#[tokio::test]
async fn somebody_elses_chat_does_not_exist() {
    let office = Office::open().await;
    let (anna, _) = office.sign_in("anna").await;
    let (owner, owner_id) = office.sign_in("owner").await;
    let (bob, _) = office.sign_in("bob").await;
    let new = json!({ "kind": "group", "title": "密", "members": [owner_id] });
    let chat = office.call("POST", "/api/v1/chat/chats", Some(&anna), Some(new)).await;
    assert_eq!(chat.status, StatusCode::CREATED, "{chat:?}");
    let chat = chat.body["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/chat/chats/{chat}/messages");
    let message = office.call("POST", &path, Some(&anna), Some(json!({ "text": "绝密" }))).await;
    assert_eq!(message.status, StatusCode::CREATED, "{message:?}");
    let message = message.body["id"].as_str().unwrap().to_owned();

    let body = json!({
        "text": "x", "title": "x", "seq": 1, "role": "admin", "user": owner_id, "users": [owner_id], "level": "all",
    });
    for (method, path, id) in operations(&office) {
        let about_chat = id.starts_with("chat.") && path.contains("{id}");
        if !about_chat {
            continue;
        }
        let query = match id.as_str() {
            "chat.events.list" => "?after=0",
            "chat.files.list" => "?kind=file",
            _ => "",
        };
        let path = filled(&path, &chat, &message) + query;
        let reply = office.call(&method, &path, Some(&bob), Some(body.clone())).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{id} ({method} {path}) answered {reply:?}");
        assert!(!reply.body.to_string().contains("绝密"), "{id}");
    }
    // Those who are in it do see it.
    let path = format!("/api/v1/chat/chats/{chat}/messages");
    let seen = office.call("GET", &path, Some(&owner), None).await;
    assert!(seen.body["items"].as_array().unwrap().iter().any(|m| m["text"] == "绝密"), "{seen:?}");
    // And search finds nothing for those who are not.
    let found = office.call("GET", "/api/v1/chat/chats", Some(&bob), None).await;
    assert!(!found.body.to_string().contains(&chat));
}

#[tokio::test]
async fn members_do_not_administer() {
    let office = Office::open().await;
    let (bob, _) = office.sign_in("bob").await;
    for (method, path, id) in operations(&office) {
        if id.starts_with("admin.") {
            let reply = office.call(&method, &filled(&path, "1", "1"), Some(&bob), Some(json!({}))).await;
            assert_eq!(reply.status, StatusCode::FORBIDDEN, "{id} answered {reply:?}");
        }
    }
    let me = office.call("GET", "/api/v1/people/me", Some(&bob), None).await;
    assert_eq!(me.body["permissions"]["manage_people"], Value::Bool(false), "{me:?}");
}
