//! An office moves from any engine to any engine, and goes on where a move broke off.

use http::StatusCode;
use kernel::Error;
use platform_db::Engine::{self, Postgres, Sqlite};
use platform_db::{FILLED, UNFINISHED};
use server::migrate_store::error::{DIFFERS, IN_USE, NO_OFFICE, SAME};
use server::office::{compose, compose_beside};

use crate::house::House;

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn from_sqlite_to_postgres_and_back() {
    if testkit::engines().len() < 2 {
        return;
    }
    let there = moves(Sqlite, Postgres).await;
    there.close().await;
    let back = House::new(Sqlite);
    there.move_to(&back).await.unwrap();
    assert_same(&there, &back).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn from_postgres_to_sqlite() {
    if testkit::engines().len() == 2 {
        moves(Postgres, Sqlite).await;
    }
}

async fn assert_same(one: &House, other: &House) {
    let (mut one, mut other) = (one.tables().await, other.tables().await);
    // Places of events are each store's own way of ordering them.
    for tables in [&mut one, &mut other] {
        tables.remove("events_log");
    }
    assert_eq!(one, other);
}

async fn moves(from: Engine, to: Engine) -> House {
    let (old, new) = (House::new(from), House::new(to));
    let chat = {
        let (office, chat) = old.settle().await;
        drop(office);
        chat
    };
    old.close().await;
    // A command has it open.
    if from == Postgres {
        let command = compose_beside(&old.config).await.unwrap();
        assert!(old.move_to(&new).await.unwrap_err().is(&IN_USE));
        command.close().await;
    }
    // Somebody started the new one before: there are tables, a search index, and nobody.
    compose(&new.config).await.unwrap().close().await;
    std::fs::remove_dir_all(new.config.data.dir.join("blobs")).unwrap();
    // The store of files cannot be made: rows are there by then, and nobody may use them.
    let blobs = new.config.data.dir.join("blobs");
    std::fs::create_dir_all(&new.config.data.dir).unwrap();
    std::fs::write(&blobs, "in the way").unwrap();
    old.move_to(&new).await.unwrap_err();
    let refused = compose(&new.config).await.map(drop).unwrap_err();
    assert!(refused.is(&UNFINISHED), "{refused:?}");
    let stranger = House::new(Sqlite);
    drop(stranger.settle().await);
    assert!(stranger.move_to(&new).await.unwrap_err().is(&FILLED));

    std::fs::remove_file(&blobs).unwrap();
    let moved = old.move_to(&new).await.unwrap();
    assert!(moved.rows > 1_000 && moved.rows_before == moved.rows, "{moved:?}");
    assert_eq!((moved.objects, moved.missing), (Some(1), 0));
    assert_same(&old, &new).await;

    // It is an office: people sign in with their passwords, read and write, and open their files.
    let office = new.open().await;
    let token = office.sign_in("p2").await;
    let (status, page) =
        office.call("GET", &format!("/api/v1/chat/chats/{chat}/messages"), Some(&token), None).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    let items = page["items"].as_array().unwrap();
    let file = items.iter().find_map(|message| message["files"][0]["id"].as_str()).unwrap();
    let path = format!("/api/v1/core/files/{file}/content");
    let (status, bytes) = office.send("GET", &path, Some(&token), &[], axum::body::Body::empty()).await;
    assert_eq!((status, bytes), (StatusCode::OK, "文件内容".repeat(30_000).into_bytes()));
    office.post(&chat, &token, serde_json::json!({ "text": "搬好了" })).await;
    new
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn what_cannot_be_moved_is_said_and_changes_nothing() {
    let (old, new) = (House::new(Sqlite), House::new(Sqlite));
    let is = |error: &Error, code| assert!(error.is(code), "{error:?}");
    is(&old.move_to(&new).await.unwrap_err(), &NO_OFFICE);
    is(&old.move_to(&old).await.unwrap_err(), &SAME);
    let (office, chat) = old.settle().await;
    let token = office.sign_in("p2").await;
    // Somebody serves it.
    let lock = std::fs::File::create(old.config.data.dir.join("serve.lock")).unwrap();
    lock.lock().unwrap();
    is(&old.move_to(&new).await.unwrap_err(), &IN_USE);
    drop(lock);

    // It was used between a move that broke off and the next.
    std::fs::create_dir_all(&new.config.data.dir).unwrap();
    let blobs = new.config.data.dir.join("blobs");
    std::fs::write(&blobs, "in the way").unwrap();
    old.move_to(&new).await.unwrap_err();
    std::fs::remove_file(&blobs).unwrap();
    office.post(&chat, &token, serde_json::json!({ "text": "还有一句" })).await;
    is(&old.move_to(&new).await.unwrap_err(), &DIFFERS);
    is(&compose(&new.config).await.map(drop).unwrap_err(), &UNFINISHED);
    // Into somebody's office nothing moves.
    let other = House::new(Sqlite);
    drop(other.settle().await);
    is(&old.move_to(&other).await.unwrap_err(), &FILLED);
}
