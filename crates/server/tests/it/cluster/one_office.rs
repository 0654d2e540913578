//! What happens at one node is there at the others.

use std::time::{Duration, Instant};

use http::StatusCode;
use kernel::{Clock, Millis};
use platform_events::acquire_lease;
use serde_json::json;
use server::office::compose_with_clock;

use super::house::House;
use crate::office::config;
use crate::wire::{Said, Socket};

/// What two people at two nodes see of each other, over whichever bus.
async fn talk_across(house: &House) {
    let (anna, anna_id) = house.sign_in(0, "anna").await;
    let (bob, bob_id) = house.sign_in(1, "bob").await;
    let chat = house.group(&anna, &[&bob_id]).await;
    let mut near = Socket::open(house.addresses[0], &anna).await;
    let mut far = Socket::open(house.addresses[1], &bob).await;

    // A session made at one node is good at every other.
    let (status, me) = house.call(1, "GET", "/api/v1/people/me", &anna, None).await;
    assert_eq!((status, me["user"]["id"].as_str()), (StatusCode::OK, Some(anna_id.as_str())));

    // Messages, with all that is in them, and in order.
    let path = format!("/api/v1/chat/chats/{chat}/messages");
    let mut first = None;
    for n in 0..20 {
        let reply_to = first.clone();
        let body = json!({ "text": format!("第 {n} 条 @[单安娜](user:{anna_id})"), "reply_to": reply_to });
        let (status, posted) = house.call(n % 2, "POST", &path, &bob, Some(body)).await;
        assert_eq!(status, StatusCode::CREATED, "{posted}");
        first.get_or_insert(posted["id"].clone());
        for socket in [&mut near, &mut far] {
            let event = socket
                .until(|said| said["kind"] == "chat.message.posted.v1" && said["data"]["kind"] != "system")
                .await;
            assert_eq!(event["data"]["seq"], posted["seq"], "{event}");
            assert_eq!(event["data"]["text"], posted["text"], "{event}");
            assert_eq!(event["data"]["sender"], posted["sender"], "{event}");
            assert_eq!(event["data"]["reply_to"], posted["reply_to"], "{event}");
        }
    }
    // What nobody keeps: typing, and who is here.
    near.say(&json!({ "type": "signal", "kind": "chat.typing", "data": { "chat": chat } }).to_string()).await;
    let typing = far.until(|said| said["kind"] == "chat.typing").await;
    assert_eq!(typing["data"]["user"], anna_id);
    far.say(&json!({ "type": "watch", "users": [anna_id] }).to_string()).await;
    far.until(|said| said["type"] == "presence" && said["data"][&anna_id] == "online").await;
    near.say(&json!({ "type": "state", "state": "away" }).to_string()).await;
    far.until(|said| said["type"] == "presence" && said["data"][&anna_id] == "away").await;

    // A change of the directory is there before anybody is told of it.
    let (owner, _) = house.sign_in(0, "owner").await;
    let change = json!({ "name": "曾波" });
    let (status, changed) =
        house.call(0, "PATCH", &format!("/api/v1/people/users/{bob_id}"), &owner, Some(change)).await;
    assert_eq!(status, StatusCode::OK, "{changed}");
    far.until(|said| said["topic"] == "people" && said["data"]["id"] == *bob_id).await;
    let (_, card) = house.call(1, "GET", &format!("/api/v1/people/users/{bob_id}"), &anna, None).await;
    assert_eq!(card["name"], "曾波", "{card}");

    // Who is taken out of a group is told nothing more at any node.
    let (status, _) =
        house.call(0, "DELETE", &format!("/api/v1/chat/chats/{chat}/members/{bob_id}"), &anna, None).await;
    assert!(status.is_success(), "{status}");
    far.until(|said| said["kind"] == "chat.member.removed.v1").await;
    house.call(0, "POST", &path, &anna, Some(json!({ "text": "只有我们" }))).await;
    near.until(|said| said["data"]["text"] == "只有我们").await;
    let (status, _) = house.call(1, "GET", &path, &bob, None).await;
    assert_eq!(status, StatusCode::NOT_FOUND);

    // Somebody who is suspended at one node is out everywhere, within two seconds.
    let begun = Instant::now();
    let (status, body) =
        house.call(0, "POST", &format!("/api/v1/people/users/{bob_id}/suspend"), &owner, None).await;
    assert!(status.is_success(), "{body}");
    assert_eq!(far.end_within(Duration::from_secs(2)).await, Said::Close(4001));
    testkit::wait_until("the session to end everywhere", async || {
        house.call(1, "GET", "/api/v1/people/me", &bob, None).await.0 == StatusCode::UNAUTHORIZED
    })
    .await;
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn over_nats() {
    talk_across(&House::open(2, true).await).await;
}

#[tokio::test]
async fn over_the_database_alone() {
    talk_across(&House::open(2, false).await).await;
}

#[tokio::test]
async fn clocks_that_differ_by_minutes_are_one_clock() {
    let database = testkit::postgres::server().create(&[]);
    let open = async |ahead_ms: i64| {
        let folder = testkit::fixture::folder();
        let mut config = config(folder.path());
        config.database.url = Some(database.url().as_str().into());
        let clock = Clock::system();
        clock.advance(ahead_ms);
        let composed = compose_with_clock(&config, clock).await.unwrap();
        (composed, folder)
    };
    let right = open(0).await;
    let now = right.0.core.clock.now();
    for minutes in [2, -2] {
        let (node, _folder) = open(minutes * Millis::MINUTE).await;
        let apart = node.core.clock.now().since(right.0.core.clock.now());
        assert!(apart.abs() < Millis::SECOND, "{apart} ms");
        // Nobody takes a lease that another node still holds, and nobody's ids come before what was there.
        let owner = minutes.to_string();
        let lease = acquire_lease(&node.core.db, &node.core.clock, "test", &owner, 30_000).await.unwrap();
        assert_eq!(lease.is_some(), minutes == 2, "the first has it still");
        let stolen = acquire_lease(&right.0.core.db, &right.0.core.clock, "test", "b", 30_000).await.unwrap();
        assert_eq!(stolen, None);
        assert!(node.core.clock.now() >= now);
        assert_ne!(node.core.ids.node(), right.0.core.ids.node());
    }
}
