//! The live socket against clients that err, flood, sleep, or lost the right to be there.

use std::time::Duration;

use http::StatusCode;
use platform_live::CloseReason;
use serde_json::{Value, json};

use crate::office::PASSWORD;
use crate::served::Served;
use crate::wire::{BINARY, CLOSE, PING, Said, Socket, TEXT, Wire};

/// How soon a socket must end whose person lost the right to it.
const SOON: Duration = Duration::from_secs(2);
/// How soon any other must.
const LATER: Duration = Duration::from_secs(10);

type Headers<'a> = &'a [(&'a str, &'a str)];

fn closed(reason: CloseReason) -> Said {
    Said::Close(reason.code())
}

/// Whether the office still talks to this client.
async fn alive(socket: &mut Socket) {
    socket.say(r#"{"type":"ping"}"#).await;
    socket.until(|json| json["type"] == "pong").await;
}

#[tokio::test]
async fn what_is_no_frame_of_ours_ends_that_socket_and_no_other() {
    let office = Served::open().await;
    let (anna, _) = office.sign_in("anna").await;
    let (bob, _) = office.sign_in("bob").await;
    let mut other = Socket::open(office.address, &bob).await;
    let deep = "[".repeat(10_000);
    let surrogate = r#"{"type":"signal","kind":"chat.typing","data":{"chat":"\ud800"}}"#;
    let bad: &[(u8, &[u8])] = &[
        (TEXT, b"not json"),
        (TEXT, b""),
        (TEXT, b"\xff\xfe"),
        (TEXT, b"{}"),
        (TEXT, br#"{"type":"nothing of ours"}"#),
        (TEXT, br#"{"type":"watch","users":"all"}"#),
        (TEXT, br#"{"type":"watch","users":["99999999999999999999999999"]}"#),
        (TEXT, br#"{"type":"state","state":"asleep"}"#),
        (TEXT, deep.as_bytes()),
        (TEXT, surrogate.as_bytes()),
        (BINARY, b"\0\x01\x02"),
        // Kinds that the protocol does not have, and a control frame that is too long.
        (3, b"x"),
        (11, b"x"),
        (PING, &[b'x'; 126]),
        // Beyond what a client may send at once.
        (TEXT, &[b' '; 16 * 1024 + 1]),
        (TEXT, &[b' '; 4 << 20]),
    ];
    for (opcode, payload) in bad {
        let mut socket = Socket::open(office.address, &anna).await;
        // The office may close while the rest of a frame is still on its way.
        let _ = socket.frame(*opcode, payload).await;
        let end = socket.end_within(LATER).await;
        let large = payload.len() > 16 * 1024;
        assert!(
            end == closed(CloseReason::BadFrame) || (large && end == Said::Gone),
            "a frame of kind {opcode} with {} bytes ended with {end:?}",
            payload.len()
        );
    }
    alive(&mut other).await;
}

#[tokio::test]
async fn against_the_protocol_the_line_ends() {
    let office = Served::open().await;
    let (anna, _) = office.sign_in("anna").await;
    // Not masked; a reserved bit; a length of eight exabytes; a fragment that follows nothing; not a frame at all.
    let bad: &[&[u8]] = &[
        b"\x81\x02{}",
        b"\xc1\x82\0\0\0\0{}",
        b"\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff\0\0\0\0",
        b"\x80\x82\0\0\0\0{}",
        b"GET / HTTP/1.1\r\n\r\n",
    ];
    for bytes in bad {
        let mut socket = Socket::open(office.address, &anna).await;
        socket.0.send(bytes).await;
        let end = socket.end_within(LATER).await;
        assert!(matches!(end, Said::Close(_) | Said::Gone), "{bytes:?}: {end:?}");
    }
    // A message of many fragments counts as one, and has the limit of one.
    let mut socket = Socket::open(office.address, &anna).await;
    for i in 0..40_u8 {
        let mut frame = vec![u8::from(i == 0), 0x80 | 126];
        frame.extend(1_000_u16.to_be_bytes());
        frame.extend([0; 4]);
        frame.extend([b' '; 1_000]);
        if socket.0.try_send(frame).await.is_err() {
            break;
        }
    }
    let end = socket.end_within(LATER).await;
    assert!(matches!(end, Said::Close(4010) | Said::Gone), "{end:?}");
}

#[tokio::test]
async fn a_flood_is_closed_with_its_own_code_whatever_it_is_made_of() {
    let office = Served::open().await;
    let (anna, _) = office.sign_in("anna").await;
    let (bob, _) = office.sign_in("bob").await;
    let mut other = Socket::open(office.address, &bob).await;
    let frames: [(u8, &[u8]); 4] = [
        (TEXT, br#"{"type":"ping"}"#),
        (TEXT, br#"{"type":"signal","kind":"chat.typing","data":{"chat":"1"}}"#),
        (TEXT, br#"{"type":"watch","users":[]}"#),
        (PING, b""),
    ];
    for (opcode, payload) in frames {
        let mut socket = Socket::open(office.address, &anna).await;
        for _ in 0..5_000 {
            if socket.frame(opcode, payload).await.is_err() {
                break;
            }
        }
        assert_eq!(socket.end_within(LATER).await, closed(CloseReason::Flooding));
    }
    alive(&mut other).await;
    // Whoever flooded may come back and behave.
    alive(&mut Socket::open(office.address, &anna).await).await;
}

#[tokio::test]
async fn more_sockets_than_one_person_needs_push_the_oldest_out() {
    let office = Served::open().await;
    let (anna, _) = office.sign_in("anna").await;
    let mut oldest = Socket::open(office.address, &anna).await;
    let mut others = Vec::new();
    for _ in 0..32 {
        others.push(Socket::open(office.address, &anna).await);
    }
    assert_eq!(oldest.end_within(LATER).await, closed(CloseReason::Flooding));
    alive(&mut others[0]).await;
    assert!(office.core.live.counts().1 <= 32);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_never_reads_is_dropped_and_the_others_miss_nothing() {
    let office = Served::open().await;
    let (anna, anna_id) = office.sign_in("anna").await;
    let (bob, _) = office.sign_in("bob").await;
    let chat = office.group(&bob, &[&anna_id]).await;
    let bearer = format!("Bearer {anna}");
    let sleeping = Socket::over(Wire::narrow(office.address).await, &[("authorization", &bearer)]).await;
    let sleeping = sleeping.unwrap_or_else(|answer| panic!("{answer:?}"));
    testkit::wait_until("the sleeper to be counted", async || office.core.live.counts() == (1, 1)).await;
    let mut reading = Socket::open(office.address, &bob).await;

    let path = format!("/api/v1/chat/chats/{chat}/messages");
    let long = "长".repeat(5_000);
    let mut posted = 0_i64;
    // 256 frames may wait and 64 be on their way to the socket; the system takes up to 4 MiB more, 280 of these. Then the
    // goodbye takes its second, in which the others go on: how many more that is, the machine decides.
    while office.core.live.counts().1 == 2 {
        posted += 1;
        assert!(posted < 2_000, "2,000 frames of 15 KB wait for a client that does not read");
        let answer = office.call("POST", &path, Some(&bob), Some(json!({ "text": long }))).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
        let frame = reading.until(|json| json["kind"] == "chat.message.posted.v1").await;
        // The group's own note is the first message.
        assert_eq!(frame["data"]["seq"], Value::from(posted + 1));
    }
    drop(sleeping);
    alive(&mut reading).await;
    // It comes back and asks for what it missed.
    let events = format!("/api/v1/chat/chats/{chat}/events?after=0&limit=1");
    let missed = office.call("GET", &events, Some(&anna), None).await.json();
    assert!(missed["event_seq"].as_i64().unwrap() > posted, "{}", missed["event_seq"]);
}

#[tokio::test]
async fn who_may_not_read_what_was_said_before_hears_nothing_of_it() {
    let office = Served::open().await;
    let (owner, _) = office.sign_in("owner").await;
    let (anna, anna_id) = office.sign_in("anna").await;
    let (bob, bob_id) = office.sign_in("bob").await;
    let chat = office.group(&owner, &[&anna_id]).await;
    let path = format!("/api/v1/chat/chats/{chat}");
    let closed = json!({ "settings": {
        "history_for_new": false, "who_can_post": "all", "who_can_add": "all", "who_can_mention_all": "all",
    } });
    assert_eq!(office.call("PATCH", &path, Some(&owner), Some(closed)).await.status, StatusCode::OK);
    let post = async |body: Value| {
        let answer = office.call("POST", &format!("{path}/messages"), Some(&owner), Some(body)).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
        answer.json()
    };
    let early = post(json!({ "text": "保密的话" })).await;
    let join = json!({ "users": [bob_id] });
    let joined = office.call("POST", &format!("{path}/members"), Some(&owner), Some(join)).await;
    assert_eq!(joined.status, StatusCode::OK, "{joined:?}");

    let (mut old, mut new) =
        (Socket::open(office.address, &anna).await, Socket::open(office.address, &bob).await);
    let edit = format!("/api/v1/chat/messages/{}", early["id"].as_str().unwrap());
    let edited = office.call("PATCH", &edit, Some(&owner), Some(json!({ "text": "保密的话改了" }))).await;
    assert_eq!(edited.status, StatusCode::OK, "{edited:?}");
    post(json!({ "text": "大家好", "reply_to": early["id"] })).await;

    let edits = |json: &Value| json["kind"] == "chat.message.edited.v1";
    let posts = |json: &Value| json["kind"] == "chat.message.posted.v1";
    let (known, answered) = (old.until(edits).await, old.until(posts).await);
    assert_eq!(known["data"]["text"], "保密的话改了");
    assert_eq!(answered["data"]["reply_to"]["text"], "保密的话改了");
    let (hidden, greeted) = (new.until(edits).await, new.until(posts).await);
    assert_eq!(hidden["data"]["seq"], early["seq"]);
    assert_eq!(
        (&greeted["data"]["text"], &greeted["data"]["reply_hidden"]),
        (&json!("大家好"), &json!(true))
    );
    for (frame, whole) in [(hidden, known), (greeted, answered)] {
        assert!(!frame.to_string().contains("保密"), "{frame}");
        assert_eq!(frame["seq"], whole["seq"], "no gap for who may not read it");
    }
}

#[tokio::test]
async fn nobody_and_other_sites_get_no_socket() {
    let office = Served::open().await;
    let (anna, _) = office.sign_in("anna").await;
    let cookie = format!("courtyard_session={anna}");
    let bearer = format!("Bearer {anna}");
    let cookie = ("cookie", cookie.as_str());
    let refused: &[(Headers<'_>, u16, &str)] = &[
        (&[], 401, "http.sign_in"),
        (&[("authorization", "Bearer cy_made_up")], 401, "http.sign_in"),
        (&[("cookie", "courtyard_session=made_up")], 401, "http.sign_in"),
        (&[cookie, ("origin", "https://evil.example")], 403, "http.cross_origin"),
        (&[cookie, ("origin", "null")], 403, "http.cross_origin"),
        (&[cookie, ("origin", "http://office.test.evil.example")], 403, "http.cross_origin"),
        (
            &[cookie, ("origin", "http://office.test"), ("sec-fetch-site", "cross-site")],
            403,
            "http.cross_origin",
        ),
    ];
    for (headers, status, code) in refused {
        let Err(answer) = Socket::over(Wire::open(office.address).await, headers).await else {
            panic!("{headers:?} got a socket")
        };
        assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (*status, &json!(code)), "{headers:?}");
    }
    assert_eq!(office.core.live.counts(), (0, 0));
    for headers in [&[cookie, ("origin", "http://office.test")][..], &[("authorization", &bearer)]] {
        let socket = Socket::over(Wire::open(office.address).await, headers).await;
        alive(&mut socket.unwrap_or_else(|answer| panic!("{headers:?}: {answer:?}"))).await;
    }
    // An address of the API that is no socket stays what it is, also when asked to change protocols.
    let mut wire = Wire::open(office.address).await;
    let upgrade = [("connection", "upgrade"), ("upgrade", "websocket"), ("authorization", bearer.as_str())];
    wire.head("GET", "/api/v1/people/me", &upgrade).await;
    assert_eq!(wire.answer().await.unwrap().status, StatusCode::OK);
}

#[tokio::test]
async fn who_lost_the_right_is_out_within_two_seconds() {
    let office = Served::open().await;
    let (owner, _) = office.sign_in("owner").await;
    let (bob, bob_id) = office.sign_in("bob").await;
    let mut bystander = Socket::open(office.address, &owner).await;
    let (anna, anna_id) = office.sign_in("anna").await;
    let post = async |token: &str, path: &str, body: Value| {
        let answer = office.call("POST", path, Some(token), Some(body)).await;
        assert!(answer.status.is_success(), "{path}: {answer:?}");
        answer.json()
    };

    // Signed out elsewhere.
    let mut socket = Socket::open(office.address, &anna).await;
    let (second, _) = office.sign_in("anna").await;
    let mut kept = Socket::open(office.address, &second).await;
    let out = office.call("DELETE", "/api/v1/people/sessions/current", Some(&anna), None).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    assert_eq!(socket.end_within(SOON).await, closed(CloseReason::SessionEnded));
    alive(&mut kept).await;

    // The password changed: every other session ends.
    let (third, _) = office.sign_in("anna").await;
    let mut socket = Socket::open(office.address, &third).await;
    let change = json!({ "current": PASSWORD, "new": "another password for tests" });
    let changed = office.call("PUT", "/api/v1/people/me/password", Some(&second), Some(change)).await;
    assert_eq!(changed.status, StatusCode::NO_CONTENT, "{changed:?}");
    assert_eq!(socket.end_within(SOON).await, closed(CloseReason::SessionEnded));
    alive(&mut kept).await;

    // The person was suspended.
    post(&owner, &format!("/api/v1/people/users/{anna_id}/suspend"), json!({})).await;
    assert_eq!(kept.end_within(SOON).await, closed(CloseReason::SessionEnded));

    // A program's token was revoked.
    let token = post(&bob, "/api/v1/people/tokens", json!({ "name": "脚本", "scopes": ["chat:read"] })).await;
    let secret = token["token"].as_str().unwrap();
    let mut socket = Socket::open(office.address, secret).await;
    let path = format!("/api/v1/people/tokens/{}", token["id"].as_str().unwrap());
    assert_eq!(office.call("DELETE", &path, Some(&bob), None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(socket.end_within(SOON).await, closed(CloseReason::SessionEnded));

    // A token ran out: its last second ends, then there are two.
    let end = office.core.clock.now().0 + 3_000;
    let new = json!({ "name": "短", "scopes": ["chat:read"], "expires_at": end });
    let token = post(&bob, "/api/v1/people/tokens", new).await;
    let mut socket = Socket::open(office.address, token["token"].as_str().unwrap()).await;
    let end = socket.end_within(SOON + Duration::from_secs(3)).await;
    assert_eq!(end, closed(CloseReason::SessionEnded));

    // Left for good.
    let mut socket = Socket::open(office.address, &bob).await;
    post(&owner, &format!("/api/v1/people/users/{bob_id}/leave"), json!({})).await;
    assert_eq!(socket.end_within(SOON).await, closed(CloseReason::SessionEnded));
    alive(&mut bystander).await;
}

#[tokio::test]
async fn who_is_removed_from_a_chat_hears_no_more_of_it() {
    let office = Served::open().await;
    let (anna, anna_id) = office.sign_in("anna").await;
    let (bob, bob_id) = office.sign_in("bob").await;
    let chat = office.group(&bob, &[&anna_id]).await;
    let mut socket = Socket::open(office.address, &anna).await;
    let mut own = Socket::open(office.address, &bob).await;
    let path = format!("/api/v1/chat/chats/{chat}");
    let out = office.call("DELETE", &format!("{path}/members/{anna_id}"), Some(&bob), None).await;
    assert!(out.status.is_success(), "{out:?}");
    socket.until(|json| json["kind"] == "chat.member.removed.v1").await;
    let secret = json!({ "text": "只有我们知道" });
    assert_eq!(
        office.call("POST", &format!("{path}/messages"), Some(&bob), Some(secret)).await.status,
        StatusCode::CREATED
    );
    own.until(|json| json["data"]["text"] == "只有我们知道").await;
    // Frames come in order: with this answer, all that was meant for her before is here.
    socket.say(&json!({ "type": "watch", "users": [bob_id] }).to_string()).await;
    socket
        .until(|json| {
            assert!(!json.to_string().contains("只有我们知道"), "{json}");
            json["type"] == "presence"
        })
        .await;
    // Nor may she pretend to type there.
    let typing = json!({ "type": "signal", "kind": "chat.typing", "data": { "chat": chat } });
    socket.say(&typing.to_string()).await;
    let refusal = socket.until(|json| json["type"] == "error").await;
    assert_eq!(refusal["code"], "chat.chat_not_found", "{refusal}");
    alive(&mut socket).await;
    own.say(r#"{"type":"ping"}"#).await;
    own.until(|json| {
        assert_ne!(json["kind"], "chat.typing", "{json}");
        json["type"] == "pong"
    })
    .await;
    own.frame(CLOSE, &1000_u16.to_be_bytes()).await.unwrap();
    assert_eq!(own.end_within(LATER).await, Said::Close(1000));
}

#[tokio::test]
async fn who_is_there_is_seen_by_who_looks() {
    let office = Served::open().await;
    let (anna, anna_id) = office.sign_in("anna").await;
    let (bob, _) = office.sign_in("bob").await;
    let mut looking = Socket::open(office.address, &bob).await;
    let state = async |looking: &mut Socket, wanted: &str| {
        looking.until(|json| json["type"] == "presence" && json["data"][&anna_id] == wanted).await;
    };
    looking.say(&json!({ "type": "watch", "users": [anna_id] }).to_string()).await;
    state(&mut looking, "offline").await;
    let mut desk = Socket::open(office.address, &anna).await;
    state(&mut looking, "online").await;
    desk.say(r#"{"type":"state","state":"away"}"#).await;
    state(&mut looking, "away").await;
    // Somebody is there where any of their devices is.
    let mut phone = Socket::open(office.address, &anna).await;
    state(&mut looking, "online").await;
    phone.frame(CLOSE, &1000_u16.to_be_bytes()).await.unwrap();
    state(&mut looking, "away").await;
    desk.frame(CLOSE, &1000_u16.to_be_bytes()).await.unwrap();
    state(&mut looking, "offline").await;
}
