//! What must not happen even when two do it at once: circles, doubles, a group without an owner.

use futures_util::future::{join, join_all};
use http::StatusCode;
use serde_json::{Value, json};

use crate::office::{Office, Reply};

async fn made(office: &Office, token: &str, path: &str, body: Value) -> String {
    let reply = office.call("POST", path, Some(token), Some(body)).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{path}: {reply:?}");
    reply.body["id"].as_str().unwrap().to_owned()
}

fn refused(reply: &Reply) {
    assert!(reply.status.is_client_error() && !reply.body["title"].as_str().unwrap().is_empty(), "{reply:?}");
}

#[tokio::test]
async fn two_moves_at_once_make_no_circle() {
    let office = Office::open().await;
    let (owner, _) = office.sign_in("owner").await;
    let path = "/api/v1/people/departments";
    for round in 0..10 {
        let a = made(&office, &owner, path, json!({ "name": format!("甲{round}") })).await;
        let b = made(&office, &owner, path, json!({ "name": format!("乙{round}") })).await;
        let below = async |child: &str, parent: &str| {
            let body = json!({ "parent": parent });
            office.call("PATCH", &format!("{path}/{child}"), Some(&owner), Some(body)).await
        };
        let (one, other) = join(below(&a, &b), below(&b, &a)).await;
        let moved = [&one, &other].into_iter().filter(|reply| reply.status == StatusCode::OK).count();
        assert_eq!(moved, 1, "{one:?} {other:?}");
        refused(if one.status == StatusCode::OK { &other } else { &one });
        refused(&below(&a, &a).await);
    }
    let tree = office.call("GET", &format!("{path}/tree"), Some(&owner), None).await;
    assert_eq!(tree.body["items"].as_array().unwrap().len(), 21, "{tree:?}");
}

#[tokio::test]
async fn two_become_each_others_manager_only_once() {
    let office = Office::open().await;
    let (owner, _) = office.sign_in("owner").await;
    let path = "/api/v1/people/users";
    for round in 0..10 {
        let a = made(&office, &owner, path, json!({ "name": "甲", "login": format!("a{round}") })).await;
        let b = made(&office, &owner, path, json!({ "name": "乙", "login": format!("b{round}") })).await;
        let under = async |who: &str, manager: &str| {
            let body = json!({ "manager": manager });
            office.call("PATCH", &format!("{path}/{who}"), Some(&owner), Some(body)).await
        };
        let (one, other) = join(under(&a, &b), under(&b, &a)).await;
        let set = [&one, &other].into_iter().filter(|reply| reply.status == StatusCode::OK).count();
        assert_eq!(set, 1, "{one:?} {other:?}");
        refused(&under(&a, &a).await);
    }
}

#[tokio::test]
async fn what_must_be_unique_is_given_once() {
    let office = Office::open().await;
    let (owner, _) = office.sign_in("owner").await;
    let path = "/api/v1/people/users";
    let bodies = [
        json!({ "name": "同", "login": "twin" }),
        json!({ "name": "同", "employee_no": "T-1" }),
        json!({ "name": "同", "phones": [{ "number": "13912345678", "label": "mobile" }] }),
        json!({ "name": "同", "email": "twin@office.example" }),
    ];
    for body in bodies {
        let all = join_all((0..8).map(|_| office.call("POST", path, Some(&owner), Some(body.clone())))).await;
        let made = all.iter().filter(|reply| reply.status == StatusCode::CREATED).count();
        assert_eq!(made, 1, "{body}");
        all.iter().filter(|reply| reply.status != StatusCode::CREATED).for_each(refused);
    }
    // Written another way it is the same.
    for body in [
        json!({ "name": "异", "login": " TWIN " }),
        json!({ "name": "异", "login": "tw\u{200b}in" }),
        json!({ "name": "异", "login": "ｔｗｉｎ" }),
        json!({ "name": "异", "phones": [{ "number": "+86 139-1234-5678", "label": "mobile" }] }),
        json!({ "name": "异", "email": "TWIN@OFFICE.example" }),
    ] {
        refused(&office.call("POST", path, Some(&owner), Some(body)).await);
    }
    let name = json!({ "name": "同科" });
    let path = "/api/v1/people/departments";
    let all = join_all((0..8).map(|_| office.call("POST", path, Some(&owner), Some(name.clone())))).await;
    let made = all.iter().filter(|reply| reply.status == StatusCode::CREATED).count();
    assert_eq!(made, 1, "departments of one name below one parent: {all:?}");
}

#[tokio::test]
async fn two_first_messages_make_one_conversation() {
    let office = Office::open().await;
    let (anna, anna_id) = office.sign_in("anna").await;
    let (bob, bob_id) = office.sign_in("bob").await;
    let open = async |token: &str, other: &str| {
        let body = json!({ "kind": "direct", "members": [other] });
        let reply = office.call("POST", "/api/v1/chat/chats", Some(token), Some(body)).await;
        assert!(reply.status.is_success(), "{reply:?}");
        reply.body["id"].as_str().unwrap().to_owned()
    };
    let (mine, theirs) =
        join(join_all((0..6).map(|_| open(&anna, &bob_id))), join_all((0..6).map(|_| open(&bob, &anna_id))))
            .await;
    assert!(mine.iter().chain(&theirs).all(|chat| *chat == mine[0]), "{mine:?} {theirs:?}");
}

#[tokio::test]
async fn a_group_is_never_without_an_owner() {
    let office = Office::open().await;
    let (anna, anna_id) = office.sign_in("anna").await;
    let (bob, bob_id) = office.sign_in("bob").await;
    let new = json!({ "kind": "group", "title": "组", "members": [bob_id] });
    let chat = made(&office, &anna, "/api/v1/chat/chats", new).await;
    let path = format!("/api/v1/chat/chats/{chat}");
    let owners = async || {
        let members = office.call("GET", &format!("{path}/members"), Some(&bob), None).await.body;
        let all = members["items"].as_array().unwrap().clone();
        all.iter().filter(|member| member["role"] == "owner").count()
    };
    let demote = json!({ "role": "member" });
    refused(&office.call("PATCH", &format!("{path}/members/{anna_id}"), Some(&anna), Some(demote)).await);
    assert_eq!(owners().await, 1);
    // Leaving is either refused, or somebody else takes over.
    let left = office.call("DELETE", &format!("{path}/members/{anna_id}"), Some(&anna), None).await;
    assert!(left.status.is_success() || left.status.is_client_error(), "{left:?}");
    assert_eq!(owners().await, 1, "{left:?}");
    // Nobody is made an owner who is not there.
    let (_, stranger) = office.sign_in("admin").await;
    let transfer = format!("{path}/transfer");
    for token in [&anna, &bob] {
        refused(&office.call("POST", &transfer, Some(token), Some(json!({ "user": stranger }))).await);
    }
    assert_eq!(owners().await, 1);
}
