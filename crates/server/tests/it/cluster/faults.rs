//! Things die while people write and read. Nothing acknowledged is lost, doubled or out of order, and everybody goes on
//! by themselves.

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::future::join_all;

use http::StatusCode;
use kernel::Clock;
use platform_db::{Db, Engine, Migration, Migrations, PostgresOptions, migrate};
use serde_json::json;
use server::office::migrations;

use super::house::House;
use super::talk::Talk;
use crate::bucket::Mood;
use crate::served::call;
use crate::wire::Wire;

const WRITERS: usize = 6;
const READERS: usize = 4;
const CHATS: usize = 3;
/// No node takes more memory: several times what an idle one does, little against what would gather in a minute.
const MEMORY_MIB: u64 = 500;

/// Lets people talk at all nodes while `fault` happens; what was written is held against what was seen.
async fn through(house: &mut House, fault: impl AsyncFnOnce(&mut House, &Talk)) {
    let (bob, bob_id) = house.sign_in(0, "bob").await;
    let (anna, _) = house.sign_in(house.addresses.len() - 1, "anna").await;
    let mut chats = Vec::new();
    for _ in 0..CHATS {
        chats.push(house.group(&anna, &[&bob_id]).await);
    }
    let talk = Talk::new(&house.addresses, &chats, WRITERS);
    let writing = join_all((0..WRITERS).map(|writer| talk.write(writer, &bob)));
    let reading = join_all((0..READERS).map(|reader| talk.read(reader, &anna)));
    let (_, seen, ()) = tokio::join!(writing, reading, async {
        talk.more(30).await;
        fault(house, &talk).await;
        talk.more(30).await;
        talk.end();
    });
    for seen in seen {
        talk.check(&seen);
    }
    for node in house.running() {
        let memory = node.process.memory_kib() >> 10;
        assert!(memory < MEMORY_MIB, "a node takes {memory} MiB");
    }
    eprintln!(
        "{} messages; the longest wait for an acknowledgement was {:?}",
        talk.written(),
        talk.longest()
    );
}

#[tokio::test]
async fn a_node_is_killed() {
    let mut house = House::open(3, true).await;
    through(&mut house, async |house, talk| {
        for node in (0..testkit::in_soak(3, 60)).map(|n| n % 3) {
            house.kill(node);
            talk.more(30).await;
            house.start(node).await;
            talk.more(30).await;
        }
    })
    .await;
}

#[tokio::test]
async fn nodes_are_replaced_one_after_the_other() {
    let mut house = House::open(2, true).await;
    through(&mut house, async |house, talk| {
        for node in 0..2 {
            house.stop(node).await;
            assert_eq!(house.readiness(node).await, None);
            talk.more(30).await;
            house.start(node).await;
            house.all_say(200, "ok").await;
            talk.more(30).await;
        }
    })
    .await;
}

/// From here on PostgreSQL says that its disk is full, and from there on that it is not.
const FULL: &str = "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION USING ERRCODE = '53100', MESSAGE = 'could not extend file: No space left on device'; END $$;
    CREATE TRIGGER full_disk BEFORE INSERT ON events_log EXECUTE FUNCTION full_disk();
    CREATE TRIGGER full_disk BEFORE INSERT ON http_idempotency EXECUTE FUNCTION full_disk();";
const ROOM: &str = "DROP FUNCTION full_disk() CASCADE";

#[tokio::test]
async fn the_disk_of_the_database_is_full_for_a_while() {
    let mut house = House::open(2, true).await;
    let (bob, _) = house.sign_in(0, "bob").await;
    through(&mut house, async |house, talk| {
        let db = Db::open_postgres(&PostgresOptions::new(house.postgres.url())).await.unwrap();
        let run = async |sql: &'static str| {
            db.write(move |tx| Box::pin(async move { Ok(tx.batch(sql).await?) })).await.unwrap();
        };
        run(FULL).await;
        house.all_say(200, "degraded").await;
        for node in 0..2 {
            let (status, page) = house.call(node, "GET", "/api/v1/chat/chats", &bob, None).await;
            assert!(status == StatusCode::OK && page["items"].as_array().is_some_and(|all| all.len() > 2));
        }
        run(ROOM).await;
        talk.more(60).await;
        house.all_say(200, "ok").await;
    })
    .await;
}

#[tokio::test]
async fn the_database_is_killed_and_comes_back() {
    let mut house = House::open(3, true).await;
    through(&mut house, async |house, talk| {
        for _ in 0..testkit::in_soak(2, 20) {
            house.postgres.kill();
            house.all_say(503, "the database").await;
            house.postgres.run();
            talk.more(30).await;
            house.all_say(200, "ok").await;
        }
    })
    .await;
}

#[tokio::test]
async fn nats_is_away_for_a_while() {
    let mut house = House::open(3, true).await;
    through(&mut house, async |house, talk| {
        house.nats.as_mut().unwrap().kill();
        talk.more(100).await;
        // It is slower now, and no reason to send anybody elsewhere.
        house.all_say(200, "ok").await;
        testkit::for_a_while(testkit::in_soak(Duration::ZERO, Duration::from_secs(60))).await;
        house.nats.as_mut().unwrap().run();
        talk.more(50).await;
    })
    .await;
}

#[tokio::test]
async fn a_node_sleeps_longer_than_its_leases_and_wakes_up() {
    let mut house = House::open(3, true).await;
    through(&mut house, async |house, talk| {
        house.node(0).process.pause();
        testkit::for_a_while(Duration::from_secs(testkit::in_soak(20, 30))).await;
        house.node(0).process.resume();
        talk.more(100).await;
    })
    .await;
}

/// Sends a file, as a client does that goes on where it was, elsewhere after each failure; the file.
async fn upload(nodes: &[SocketAddr], first: usize, token: &str, bytes: &[u8]) -> String {
    let bearer = format!("Bearer {token}");
    let mut made: Option<String> = None;
    for node in first.. {
        let address = nodes[node % nodes.len()];
        let attempt = async {
            let state = match &made {
                Some(path) => call(address, "GET", path, Some(token), None).await.ok()?,
                None => {
                    let new = json!({ "name": "册.bin", "size": bytes.len() });
                    call(address, "POST", "/api/v1/core/uploads", Some(token), Some(new)).await.ok()?
                }
            };
            if state.status.is_server_error() {
                return None;
            }
            let state = state.json();
            let path = format!("/api/v1/core/uploads/{}", state["id"].as_str().unwrap());
            made = Some(path.clone());
            if let Some(file) = state["file"]["id"].as_str() {
                return Some(file.to_owned());
            }
            let offset = usize::try_from(state["offset"].as_u64().unwrap()).unwrap();
            let at = offset.to_string();
            let mut wire = Wire::try_open(address).await.ok()?;
            let headers =
                [("authorization", bearer.as_str()), ("upload-offset", &at), ("connection", "close")];
            wire.try_request("PATCH", &path, &headers, &bytes[offset..]).await.ok()?;
            let answer = wire.answer().await.ok()?;
            let file = answer.json()["file"]["id"].as_str().map(str::to_owned);
            assert!(file.is_some() || !answer.status.is_success(), "{answer:?}");
            file
        };
        if let Ok(Some(file)) = tokio::time::timeout(Duration::from_secs(10), attempt).await {
            return file;
        }
        testkit::for_a_while(Duration::from_millis(100)).await;
    }
    unreachable!()
}

#[tokio::test]
async fn the_bucket_is_slow_fails_and_is_silent() {
    let mut house = House::open(2, true).await;
    let nodes = house.addresses.clone();
    let (anna, _) = house.sign_in(0, "anna").await;
    let mut files = Vec::new();
    through(&mut house, async |house, talk| {
        for (n, mood) in [Mood::Slow, Mood::Failing, Mood::Silent].into_iter().enumerate() {
            house.bucket.is(mood);
            let bytes: Vec<Vec<u8>> = (0..3_u8).map(|k| vec![n as u8 * 3 + k; 200_000]).collect();
            let uploads =
                join_all(bytes.iter().enumerate().map(|(k, bytes)| upload(&nodes, k, &anna, bytes)));
            let (ids, ()) = tokio::join!(uploads, async {
                // Who only talks notices nothing, and the nodes are there for them.
                talk.more(30).await;
                for address in &nodes {
                    let ready = call(*address, "GET", "/readyz", None, None).await.unwrap();
                    assert_eq!(ready.status, StatusCode::OK, "{ready:?}");
                }
                if mood == Mood::Silent {
                    house.bucket.is(Mood::Well);
                }
            });
            house.bucket.is(Mood::Well);
            files.extend(ids.into_iter().zip(bytes));
        }
    })
    .await;
    for (file, bytes) in files {
        for address in &nodes {
            let path = format!("/api/v1/core/files/{file}/content");
            let whole = call(*address, "GET", &path, Some(&anna), None).await.unwrap();
            assert!(whole.status == StatusCode::OK && whole.bytes == bytes, "{}", whole.status);
        }
    }
}

/// What a newer program would add: nothing that the present one could not live beside.
const NEWER_TABLES: Migrations = Migrations {
    owner: "future",
    files: &[Migration {
        name: "0001_future",
        sql: "CREATE TABLE future_things (\n  id BIGINT PRIMARY KEY\n);\nALTER TABLE chat_messages ADD COLUMN future TEXT;",
    }],
};

#[tokio::test]
async fn a_newer_program_comes_beside_the_old_ones() {
    let mut house = House::open(2, true).await;
    through(&mut house, async |house, talk| {
        let db = Db::open_postgres(&PostgresOptions::new(house.postgres.url())).await.unwrap();
        let mut sets = migrations(Engine::Postgres);
        sets.push(NEWER_TABLES);
        migrate(&db, &sets, &Clock::system()).await.unwrap();
        // The nodes that run go on; an old one that is started now says that it is too old, and touches nothing.
        talk.more(60).await;
        house.kill(0);
        let words = house.refused(0).await;
        assert!(words.contains("core.database_newer"), "{words}");
        talk.more(60).await;
    })
    .await;
}
