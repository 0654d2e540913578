//! The program as a process of its own: told to stop, and killed.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::time::Duration;

use futures_util::future::join_all;
use http::StatusCode;
use platform_live::CloseReason;
use serde_json::{Value, json};
use server::office::compose;

use crate::office::{config, fill};
use crate::program::Program;
use crate::served::{call, sign_in};
use crate::wire::{Said, Socket, Wire};

/// An office in this folder that no process has open.
async fn prepare(folder: &Path) {
    let config = config(folder);
    let composed = compose(&config).await.unwrap();
    fill(&composed.core, &config).await;
}

async fn group(address: SocketAddr, token: &str, member: &str) -> String {
    let new = json!({ "kind": "group", "title": "组", "members": [member] });
    let made = call(address, "POST", "/api/v1/chat/chats", Some(token), Some(new)).await.unwrap();
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    made.json()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn told_to_stop_it_finishes_what_it_does_and_says_goodbye() {
    let folder = testkit::fixture::folder();
    prepare(folder.path()).await;
    let mut program = Program::start(folder.path()).await;
    let (anna, _) = sign_in(program.address, "anna").await;
    let mut sockets = Vec::new();
    for _ in 0..5 {
        sockets.push(Socket::open(program.address, &anna).await);
    }
    let bytes = vec![7; 300_000];
    let new = json!({ "name": "a.bin", "size": bytes.len() });
    let upload =
        call(program.address, "POST", "/api/v1/core/uploads", Some(&anna), Some(new)).await.unwrap().json();
    let path = format!("/api/v1/core/uploads/{}", upload["id"].as_str().unwrap());
    let (bearer, length) = (format!("Bearer {anna}"), bytes.len().to_string());
    let mut wire = Wire::open(program.address).await;
    let head = [("authorization", bearer.as_str()), ("content-length", &length), ("upload-offset", "0")];
    wire.head("PATCH", &path, &head).await;
    wire.send(&bytes[..100_000]).await;
    // A line that asks nothing holds nobody up.
    let _idle = Wire::open(program.address).await;

    program.process.terminate();
    for socket in &mut sockets {
        assert_eq!(
            socket.end_within(Duration::from_secs(5)).await,
            Said::Close(CloseReason::GoingAway.code())
        );
    }
    assert!(program.process.ended().is_none(), "it did not wait for the request");
    wire.send(&bytes[100_000..]).await;
    let answer = wire.answer().await.unwrap();
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    assert_eq!(answer.json()["file"]["size"], bytes.len());
    assert!(program.end().await.success());

    // And the file is there.
    let program = Program::start(folder.path()).await;
    let content = format!("/api/v1/core/files/{}/content", answer.json()["file"]["id"].as_str().unwrap());
    let whole = call(program.address, "GET", &content, Some(&anna), None).await.unwrap();
    assert!(whole.status == StatusCode::OK && whole.bytes == bytes, "{}", whole.status);
}

#[tokio::test]
async fn killed_while_many_write_it_has_all_it_acknowledged_once_and_in_order() {
    const WRITERS: usize = 6;
    let folder = testkit::fixture::folder();
    prepare(folder.path()).await;
    let mut program = Program::start(folder.path()).await;
    let (_, anna_id) = sign_in(program.address, "anna").await;
    let (bob, _) = sign_in(program.address, "bob").await;
    let chat = group(program.address, &bob, &anna_id).await;
    let path = format!("/api/v1/chat/chats/{chat}/messages");
    let acknowledged: Mutex<Vec<(String, i64)>> = Mutex::default();
    for round in 0..testkit::in_soak(2, 200) {
        let address = program.address;
        let enough = acknowledged.lock().unwrap().len() + 150;
        let write = async |writer: usize| {
            for n in 0.. {
                let name = format!("r{round}w{writer}n{n}");
                let body = json!({ "text": format!("消息 {name}"), "client_id": name });
                let Ok(answer) = call(address, "POST", &path, Some(&bob), Some(body.clone())).await else {
                    // Cut off: sent again after the restart, it must be there once.
                    return body;
                };
                assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
                acknowledged.lock().unwrap().push((name, answer.json()["seq"].as_i64().unwrap()));
            }
            unreachable!()
        };
        let (cut_off, ()) = tokio::join!(join_all((0..WRITERS).map(write)), async {
            testkit::wait_until("enough to be written", async || {
                acknowledged.lock().unwrap().len() >= enough
            })
            .await;
            program.process.kill();
        });
        program = Program::start(folder.path()).await;
        for body in cut_off {
            let answer = call(program.address, "POST", &path, Some(&bob), Some(body.clone())).await.unwrap();
            assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
            let name = body["client_id"].as_str().unwrap().to_owned();
            acknowledged.lock().unwrap().push((name, answer.json()["seq"].as_i64().unwrap()));
        }
    }

    let mut found: Vec<(String, i64)> = Vec::new();
    let mut after = 1;
    loop {
        let page = format!("{path}?after={after}&limit=200");
        let page = call(program.address, "GET", &page, Some(&bob), None).await.unwrap().json();
        let items = page["items"].as_array().unwrap();
        let Some(last) = items.last() else { break };
        after = last["seq"].as_i64().unwrap();
        found.extend(items.iter().map(|item| {
            let name = item["client_id"].as_str().unwrap().to_owned();
            assert_eq!(item["text"], format!("消息 {name}"));
            (name, item["seq"].as_i64().unwrap())
        }));
    }
    let mut told = acknowledged.into_inner().unwrap();
    told.sort_by_key(|(_, seq)| *seq);
    assert_eq!(found, told, "what is there is not what was acknowledged");
    // The group's own note is the first; from there on no place is empty.
    let places: Vec<i64> = found.iter().map(|(_, seq)| *seq).collect();
    assert_eq!(places, (2..=found.len() as i64 + 1).collect::<Vec<_>>());
    // Each writer's messages stand in the order in which they were sent.
    for round in 0..testkit::in_soak(2, 200) {
        for writer in 0..WRITERS {
            let prefix = format!("r{round}w{writer}n");
            let own: Vec<usize> =
                found.iter().filter_map(|(name, _)| name.strip_prefix(&prefix)?.parse().ok()).collect();
            assert_eq!(own, (0..own.len()).collect::<Vec<_>>(), "{prefix}");
        }
    }
    let events = format!("/api/v1/chat/chats/{chat}/events?after=0&limit=1");
    let events: Value = call(program.address, "GET", &events, Some(&bob), None).await.unwrap().json();
    assert!(events["event_seq"].as_i64().unwrap() >= found.len() as i64);
}

#[tokio::test]
async fn a_folder_is_served_by_one_process() {
    let folder = tempfile::tempdir().unwrap();
    prepare(folder.path()).await;
    let mut first = Program::start(folder.path()).await;
    let second = || {
        let serve = ["serve", "--listen", "127.0.0.1:0", "--data"];
        Command::new(env!("CARGO_BIN_EXE_courtyard")).args(serve).arg(folder.path()).output().unwrap()
    };
    let refused = second();
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && words.contains("--data"), "{words}");
    sign_in(first.address, "anna").await;
    first.process.kill();
    // A process that was killed holds nothing.
    drop(Program::start(folder.path()).await);
}

#[tokio::test]
async fn its_figures_are_for_this_machine_or_for_who_has_the_token() {
    let folder = testkit::fixture::folder();
    prepare(folder.path()).await;
    let figures = async |address: SocketAddr, headers: &[(&str, &str)]| {
        let mut wire = Wire::open(address).await;
        wire.request("GET", "/metrics", headers, b"").await;
        let answer = wire.answer().await.unwrap();
        (answer.status, String::from_utf8(answer.bytes).unwrap())
    };
    {
        let program = Program::start(folder.path()).await;
        call(program.address, "GET", "/api/v1/people/org", None, None).await.unwrap();
        let (status, text) = figures(program.address, &[]).await;
        let counted = r#"http_requests_total{method="GET",route="/api/v1/people/org",status="401"} 1"#;
        assert!(status == StatusCode::OK && text.contains(counted), "{text}");
        // What a proxy on this machine passes on may come from anywhere.
        let passed_on = figures(program.address, &[("x-forwarded-for", "192.0.2.1")]).await;
        assert_eq!(passed_on.0, StatusCode::NOT_FOUND);
    }
    let program = Program::start_with(folder.path(), &["metrics.token=a-token-for-figures"]).await;
    assert_eq!(figures(program.address, &[]).await.0, StatusCode::NOT_FOUND);
    assert_eq!(
        figures(program.address, &[("authorization", "Bearer a-token")]).await.0,
        StatusCode::NOT_FOUND
    );
    let given = figures(program.address, &[("authorization", "Bearer a-token-for-figures")]).await;
    assert_eq!(given.0, StatusCode::OK);
}
